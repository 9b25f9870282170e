package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.QueryBuilder;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadQuery.SortKey;
import dev.heddle.server.store.memory.InMemoryThreadStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages by creation, as far as the names of files tell them. */
class FirstPagesTest {
  private static final int THREADS = 720;
  private static final int LIMIT = 10;
  private static final List<ZoneOffset> ZONES =
      Stream.of("+00:00", "+14:00", "-12:00", "+05:45").map(ZoneOffset::of).toList();

  private final Map<String, ThreadRow> rows = new HashMap<>();
  private final List<String> looked = new ArrayList<>();

  /** The files of threads of two days, four minutes apart, each begun in another zone. */
  private List<List<RolloutFile>> threads(boolean idsTellTheTime) {
    List<List<RolloutFile>> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Instant at = Journal.START.plus(Duration.ofMinutes(4L * i));
      // The others are of another version, or made at another time than their threads.
      Instant made = idsTellTheTime ? at.plusMillis(7) : Instant.EPOCH;
      long version = idsTellTheTime || i % 2 == 0 ? 0x7000 : 0x4000;
      String id = new UUID(made.toEpochMilli() << 16 | version, i).toString();
      rows.put(id, row(id, at));
      LocalDateTime local = LocalDateTime.ofInstant(at, ZONES.get(i % ZONES.size()));
      long named = local.toEpochSecond(ZoneOffset.UTC);
      Path path = Path.of(RolloutFile.name(named, id, null));
      threads.add(List.of(RolloutFile.require(path, false)));
    }
    threads.sort(
        Comparator.comparing((List<RolloutFile> files) -> files.getFirst().startedAt()).reversed());
    return threads;
  }

  private static ThreadRow row(String id, Instant at) {
    try (InMemoryThreadStore store = new InMemoryThreadStore();
        LiveLog log =
            store.create(Journal.newThread(id, HistoryMode.PAGINATED, null, "", null, at))) {
      log.append(Journal.turn(id, "t", "question"));
      FileStamp stamp = new FileStamp("", 0, 0);
      Mark mark = new Mark(Path.of(""), stamp, 0, 0, "", "");
      return new ThreadRow(
          store.read(id, true), new JsonObject(), null, null, true, List.of(), null, mark);
    }
  }

  private List<String> page(
      List<List<RolloutFile>> threads, SortDirection direction, @Nullable ListCursor cursor)
      throws IOException {
    ThreadQuery query =
        new QueryBuilder().limit(LIMIT).by(SortKey.CREATED_AT, direction).after(cursor).build();
    List<ThreadRow> page =
        FirstPages.page(
            query,
            threads,
            ids -> {
              looked.addAll(ids);
              return ids.stream().map(rows::get).toList();
            });
    return Objects.requireNonNull(page).stream().map(ThreadRow::id).limit(LIMIT).toList();
  }

  private List<String> walk(List<List<RolloutFile>> threads, SortDirection direction)
      throws IOException {
    List<String> seen = new ArrayList<>();
    List<String> page = page(threads, direction, null);
    while (!page.isEmpty()) {
      seen.addAll(page);
      Instant last = rows.get(page.getLast()).thread().createdAt();
      page = page(threads, direction, new ListCursor(last.toEpochMilli(), page.getLast()));
    }
    return seen;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyThreadIsOnItsPageWhateverTheZonesOfTheNames(boolean idsTellTheTime) throws IOException {
    List<List<RolloutFile>> threads = threads(idsTellTheTime);
    List<String> inOrder =
        rows.values().stream()
            .sorted(Comparator.comparing(row -> row.thread().createdAt()))
            .map(ThreadRow::id)
            .toList();
    assertThat(walk(threads, SortDirection.ASC)).isEqualTo(inOrder);
    assertThat(walk(threads, SortDirection.DESC)).isEqualTo(inOrder.reversed());
  }

  @Test
  void aPageLooksAtNoMoreFilesOnADayOfManyThreads() throws IOException {
    List<List<RolloutFile>> threads = threads(true);
    page(threads, SortDirection.DESC, null);
    assertThat(looked).as("files of the first page").hasSizeLessThan(100);
    looked.clear();
    String middle = threads.get(THREADS / 2).getFirst().threadId();
    Instant at = rows.get(middle).thread().createdAt();
    page(threads, SortDirection.DESC, new ListCursor(at.toEpochMilli(), middle));
    assertThat(looked).as("files of a page from the middle").hasSizeLessThan(100);
  }
}
