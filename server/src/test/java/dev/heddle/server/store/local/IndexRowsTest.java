package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.LiveLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that went into the index come out of it. */
class IndexRowsTest {
  private static final int THREADS = 230; // more than are loaded at once, twice

  @TempDir Path home;

  @Test
  void everyRowIsLoadedOnceAndFoundByItsId() throws Exception {
    List<String> ids = new ArrayList<>();
    try (LocalThreadStore store = new LocalThreadStore(home, Durability.DEFAULT)) {
      for (int i = 0; i < THREADS; i++) {
        String id = Journal.threadId(i);
        try (LiveLog log = store.create(Journal.newThread(id, HistoryMode.PAGINATED))) {
          log.append(Journal.turn(id, "t" + i, "question " + i));
        }
        ids.add(id);
      }
    }
    Path file = CodexHome.of(home).stateIndex();
    try (IndexFile index = IndexFile.forLooking(file, IndexRows.MIGRATIONS)) {
      IndexRows rows = new IndexRows(index);
      List<String> loaded = new ArrayList<>();
      rows.load(row -> loaded.add(row.id()));
      assertThat(loaded).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(rows.get(ids).keySet()).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(rows.get(List.of(Journal.threadId(THREADS)))).isEmpty();
    }
  }
}
