package dev.heddle.server.store.local;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.rollout.TurnFold;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.HistoryPages.Anchor;
import dev.heddle.server.store.HistoryPages.Request;
import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.QueryBuilder;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadQuery.SortKey;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a {@link RandomHome}'s stores answer, compared with its model and with folds made anew over
 * the journals they replay.
 */
final class HomeCheck {
  private static final List<String> COMPARED = List.of("name", "memory_mode", "git_branch");

  private final RandomHome home;

  HomeCheck(RandomHome home) {
    this.home = home;
  }

  /** Everything, as one process sees it; the number chooses pages and orders. */
  void everything(RandomHome.Process reader, int choice) {
    Map<String, StoredThread> listed = new HashMap<>();
    for (ModelThread thread : home.threads()) {
      StoredThread seen = thread(reader, thread, choice);
      if (seen != null) {
        listed.put(thread.id(), seen);
      }
    }
    for (boolean archived : new boolean[] {false, true}) {
      list(reader, listed, archived, choice);
    }
  }

  /** One thread; answers what lists must show of it, null when they must not, or need not. */
  private StoredThread thread(RandomHome.Process reader, ModelThread thread, int choice) {
    String id = thread.id();
    ThreadStore store = reader.store();
    if (thread.unreadable()) {
      refused(store, id, Kind.CORRUPT);
      return null;
    }
    if (!thread.started()) {
      refused(store, id, Kind.NOT_FOUND);
      return null;
    }
    List<RolloutRecord> replayed;
    try {
      replayed = Journal.replay(store, id);
    } catch (ThreadStoreException e) {
      assertThat(thread.stored()).as("replay of %s, which is stored: %s", id, e).isFalse();
      return null;
    }
    assertPrefix(thread, replayed);
    if (!thread.settled()) {
      return null; // attempts to write go on, and may show between two looks
    }
    StoredThread read = store.read(id, true);
    ThreadFold fold = new ThreadFold(id);
    replayed.forEach(fold::accept);
    StoredThread folded =
        Threads.withName(
            fold.toStoredThread(read.rolloutPath(), thread.archived()), home.name(thread));
    assertThat(differences(List.of(read), List.of(folded)))
        .as("read of %s beside the fold of its journal", id)
        .isEmpty();
    assertThat(Files.exists(Path.of(read.rolloutPath()))).as("path of %s", id).isTrue();
    assertThat(read.memoryMode()).as("mode of %s", id).isEqualTo(thread.said("memory_mode"));
    assertThat(read.git() == null ? null : read.git().branch())
        .as("branch of %s", id)
        .isEqualTo(thread.said("git_branch"));
    if (Math.floorMod(id.hashCode() + choice, 3) == 0) {
      pages(store, id, replayed, choice / 3);
    }
    return fold.listed() ? read : null;
  }

  private static void refused(ThreadStore store, String id, Kind kind) {
    for (Runnable question :
        List.<Runnable>of(() -> store.read(id, true), () -> Journal.replay(store, id))) {
      ThreadStoreException refusal = null;
      try {
        question.run();
      } catch (ThreadStoreException e) {
        refusal = e;
      }
      assertThat(refusal).as("%s for %s", kind, id).isNotNull();
      assertThat(refusal.kind()).as("refusal of %s: %s", id, refusal).isEqualTo(kind);
    }
  }

  /** What was replayed is what was accepted, and nothing acknowledged is missing. */
  void assertPrefix(ModelThread thread, List<RolloutRecord> all) {
    List<RolloutRecord> replayed = shown(all);
    List<RolloutRecord> accepted = thread.visible();
    assertThat(replayed.size())
        .as("records of %s", thread.id())
        .isBetween(thread.visibleAcknowledged().size(), accepted.size());
    for (int i = 0; i < replayed.size(); i++) {
      assertThat(comparable(replayed.get(i)))
          .as("record %d of %s", i, thread.id())
          .isEqualTo(comparable(accepted.get(i)));
    }
  }

  /** Without what only keeps the place of an ancestor's record. */
  static List<RolloutRecord> shown(List<RolloutRecord> replayed) {
    return replayed.stream().filter(r -> !r.type().equals(RecordTypes.HIDDEN)).toList();
  }

  private static String comparable(RolloutRecord record) {
    String head = record.ordinal() + " " + record.type();
    return switch (record.type()) {
      case RecordTypes.SESSION_META -> head;
      case RecordTypes.THREAD_METADATA ->
          head
              + COMPARED.stream()
                  .map(member -> " " + Json.string(record.payload(), member))
                  .toList();
      default -> new String(RolloutCodec.encode(record), StandardCharsets.UTF_8);
    };
  }

  private static void pages(
      ThreadStore store, String id, List<RolloutRecord> replayed, int choice) {
    HistoryPages pages = store.historyPages().orElseThrow();
    SortDirection direction = direction(choice);
    int limit = 1 + choice / 2 % 7;
    List<StoredTurn> turns = TurnFold.turnsOf(replayed);
    List<StoredTurn> walkedTurns = new ArrayList<>();
    Anchor anchor = null;
    for (boolean more = true; more; ) {
      HistoryPages.TurnPage page = pages.turns(id, new Request(anchor, limit, direction));
      walkedTurns.addAll(page.turns());
      more = page.hasMore();
      anchor = more ? new Anchor(walkedTurns.getLast().ordinal(), false) : null;
    }
    assertThat(walkedTurns)
        .as("turns of %s by pages of %d, %s", id, limit, direction)
        .isEqualTo(ordered(turns, direction));
    List<StoredItem> items = turns.stream().flatMap(turn -> turn.items().stream()).toList();
    List<StoredItem> walkedItems = new ArrayList<>();
    for (boolean more = true; more; ) {
      HistoryPages.ItemPage page = pages.items(id, null, new Request(anchor, limit, direction));
      walkedItems.addAll(page.items());
      more = page.hasMore();
      anchor = more ? new Anchor(walkedItems.getLast().ordinal(), false) : null;
    }
    assertThat(walkedItems)
        .as("items of %s by pages of %d, %s", id, limit, direction)
        .isEqualTo(ordered(items, direction));
    if (!turns.isEmpty()) {
      StoredTurn turn = turns.get(choice % turns.size());
      Set<String> ids = turn.items().stream().map(StoredItem::itemId).collect(toSet());
      assertThat(pages.items(id, turn.turnId(), ids, Long.MAX_VALUE))
          .as("items of %s of %s by their ids", turn.turnId(), id)
          .isEqualTo(turn.items());
    }
  }

  private static <T> List<T> ordered(List<T> rows, SortDirection direction) {
    List<T> ordered = new ArrayList<>(rows);
    if (direction == SortDirection.DESC) {
      Collections.reverse(ordered);
    }
    return ordered;
  }

  private static SortDirection direction(int choice) {
    return choice % 2 == 0 ? SortDirection.ASC : SortDirection.DESC;
  }

  private void list(
      RandomHome.Process reader, Map<String, StoredThread> threads, boolean archived, int choice) {
    SortKey key = SortKey.values()[choice / 2 % 3];
    SortDirection direction = direction(choice);
    Comparator<StoredThread> order =
        Comparator.<StoredThread, Instant>comparing(thread ->
                switch (key) {
                  case CREATED_AT -> thread.createdAt();
                  case UPDATED_AT -> thread.updatedAt();
                  case RECENCY_AT -> thread.recencyAt();
                })
            .thenComparing(StoredThread::id);
    List<StoredThread> expected =
        threads.values().stream()
            .filter(thread -> thread.archived() == archived)
            .sorted(direction == SortDirection.ASC ? order : order.reversed())
            .toList();
    List<StoredThread> walked = new ArrayList<>();
    QueryBuilder query =
        new QueryBuilder().limit(1 + choice / 6 % 5).by(key, direction).archived(archived);
    ListCursor cursor = null;
    do {
      ThreadPage page = reader.store().list(query.after(cursor).build());
      walked.addAll(page.threads());
      cursor = page.next();
    } while (cursor != null);
    walked.removeIf(row -> inDoubt(row.id()));
    assertThat(differences(walked, expected))
        .as("list of archived=%s by %s, %s, beside reads", archived, key, direction)
        .isEmpty();
  }

  /** What differs between two lists of threads, member by member. */
  private static List<String> differences(List<StoredThread> found, List<StoredThread> expected) {
    List<String> foundIds = found.stream().map(StoredThread::id).toList();
    List<String> expectedIds = expected.stream().map(StoredThread::id).toList();
    if (!foundIds.equals(expectedIds)) {
      return List.of(foundIds + " instead of " + expectedIds);
    }
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      for (RecordComponent member : StoredThread.class.getRecordComponents()) {
        Object one = valueOf(member, found.get(i));
        Object other = valueOf(member, expected.get(i));
        if (!Objects.equals(one, other)) {
          differences.add(
              foundIds.get(i) + " " + member.getName() + ": " + one + " instead of " + other);
        }
      }
    }
    return differences;
  }

  private static Object valueOf(RecordComponent member, StoredThread thread) {
    try {
      return member.getAccessor().invoke(thread);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether the thread has records that may be stored or not. */
  private boolean inDoubt(String id) {
    return home.threads().stream()
        .anyMatch(thread -> thread.id().equals(id) && thread.started() && !thread.settled());
  }
}
