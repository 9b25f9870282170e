package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.LiveLog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows that wait for an index that cannot be written are bounded, and none is missing. */
@Timeout(60)
class RowStoreTest {
  private static final int THREADS = 40;
  private static final int KEPT = 10;

  @TempDir Path directory;

  @Test
  void whatDoesNotFitIsForgottenAndTheIndexIsFilledWhenItCanBe() throws Exception {
    List<ThreadRow> rows = rows();
    Path file = directory.resolve("index.sqlite");
    Semaphore fills = new Semaphore(0);
    try (IndexFile index = new IndexFile(file, IndexRows.MIGRATIONS);
        ScheduledExecutorService background = Executors.newScheduledThreadPool(1)) {
      index.measure();
      RowStore store =
          new RowStore(new IndexRows(index), background, fills::release, KEPT * 2_000L);
      RowStore.Opening opening = store.opening();
      store.complete(opening);
      assertThat(store.withPreview("question")).isEmpty();
      try (Connection holder = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = holder.createStatement()) {
        statement.execute("begin immediate");
        rows.forEach(store::put);
        assertThat(store.waiting()).isEqualTo(KEPT);
        store.complete(opening);
        assertThatThrownBy(() -> store.withPreview("question"))
            .as("some are forgotten since it was complete")
            .isInstanceOf(IndexException.class);
        fills.acquire();
        statement.execute("rollback");
      }
      assertThat(fills.tryAcquire(30, TimeUnit.SECONDS)).as("is filled when it can be").isTrue();
      RowStore.Opening now = store.opening();
      for (ThreadRow row : rows) {
        store.put(row);
        store.flush();
      }
      store.complete(now);
      assertThat(store.withPreview("question")).hasSize(THREADS);
    }
  }

  private List<ThreadRow> rows() throws Exception {
    List<ThreadRow> rows = new ArrayList<>();
    Projection projection = new Projection(key -> null);
    try (LocalThreadStore store =
        new LocalThreadStore(directory.resolve("home"), Durability.DEFAULT)) {
      for (int i = 0; i < THREADS; i++) {
        String id = Journal.threadId(i);
        try (LiveLog log = store.create(Journal.newThread(id, HistoryMode.PAGINATED))) {
          log.append(Journal.turn(id, "t", "question"));
          log.flush();
          Path path = Path.of(log.rolloutPath());
          RolloutFile file = Objects.requireNonNull(RolloutFile.parse(path, false));
          FileStamp stamp = Objects.requireNonNull(FileStamp.read(path));
          rows.add(projection.row(file, stamp, null));
        }
      }
    }
    return rows;
  }
}
