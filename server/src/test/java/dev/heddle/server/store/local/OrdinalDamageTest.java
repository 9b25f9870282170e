package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.FoldedPages;
import dev.heddle.server.store.HistoryPages.Items;
import dev.heddle.server.store.HistoryPages.Request;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.SortDirection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged ordinal that no history reaches is none, for every reader. */
class OrdinalDamageTest {
  private static final String ID = Journal.threadId(1);

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 1, 1L << 60, -7, Long.MIN_VALUE})
  void pagesAgreeAndTheNextRecordHasAnother(long ordinal) throws IOException {
    try (LocalThreadStore store = new LocalThreadStore(home, Durability.DEFAULT)) {
      Path journal;
      try (LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED))) {
        log.append(Journal.turn(ID, "t1", "one"));
        journal = Path.of(log.rolloutPath());
      }
      Files.writeString(
          journal,
          """
          {"timestamp":"2026-01-31T10:21:31.000Z","ordinal":%d,"type":"event_msg","payload":\
          {"type":"task_started","turn_id":"odd"}}
          """
              .formatted(ordinal),
          StandardOpenOption.APPEND);
      try (LiveLog log = store.resume(ID)) {
        log.append(Journal.turn(ID, "t2", "two"));
      }
      Request all = new Request(null, 100, SortDirection.ASC);
      FoldedPages folded = new FoldedPages((id, sink) -> store.replay(id, true, sink));
      assertThat(store.history().turns(ID, all, Items.ALL))
          .isEqualTo(folded.turns(ID, all, Items.ALL));
      assertThat(Journal.questions(store, ID)).containsExactly("one", "two");
      assertThat(Journal.ordinals(Journal.replay(store, ID)))
          .doesNotHaveDuplicates()
          .isSorted()
          .allMatch(each -> each < 100);
    }
  }
}
