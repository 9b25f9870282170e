package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.heddle.server.rollout.Conversation;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.HistoryPages.Request;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ResumePoints;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forks of a legacy history that is too long to be copied: by reference, and what that promises.
 */
class LongLegacyForkTest {
  private static final String SOURCE = Journal.threadId(1);
  private static final String CHILD = Journal.threadId(2);
  private static final int TURNS = 40;
  private static final String LONG_QUESTION = "q".repeat(40_000);

  @TempDir Path home;
  private LocalThreadStore store;
  private Path child;

  @BeforeEach
  void fork() {
    store = new LocalThreadStore(home, Durability.DEFAULT);
    try (LiveLog log = store.create(Journal.newThread(SOURCE, HistoryMode.LEGACY))) {
      for (int i = 0; i < TURNS; i++) {
        log.append(Journal.turn(SOURCE, "t" + i, LONG_QUESTION));
      }
    }
    assertThat(store.referenceForks().orElseThrow().canRefer(SOURCE)).isTrue();
    try (LiveLog log =
        store
            .referenceForks()
            .orElseThrow()
            .fork(
                Journal.newThread(
                    CHILD, HistoryMode.LEGACY, SOURCE, "", null, Journal.START.plusSeconds(100)),
                SOURCE,
                new ForkPoint.ThroughTurn("t" + (TURNS - 2)))) {
      log.append(Journal.turn(CHILD, "own", "of the child"));
      child = Path.of(Objects.requireNonNull(log.rolloutPath()));
    }
  }

  @Test
  @Tag("R2")
  void aForkWritesItsOwnRecordsOnly() throws IOException {
    assertThat(Files.size(child)).isLessThan(4_096);
    assertThat(store.read(CHILD, false).historyMode()).isEqualTo(HistoryMode.LEGACY);
    assertThat(turns()).hasSize(TURNS).last().extracting(StoredTurn::turnId).isEqualTo("own");
    assertThat(turns().get(TURNS - 2).turnId()).isEqualTo("t" + (TURNS - 2));
  }

  @Test
  @Tag("R2")
  void theConversationAfterACheckpointIsReadFromThere() {
    try (LiveLog log = store.resume(CHILD)) {
      log.append(
          List.of(Records.compacted(Journal.START.plusSeconds(200), "so far", List.of(), null)));
    }
    ResumePoints points = store.resumePoints().orElseThrow();
    int[] records = {0};
    Conversation conversation = new Conversation();
    points.replayConversation(
        CHILD,
        record -> {
          records[0]++;
          conversation.accept(record);
        });
    assertThat(records[0]).isEqualTo(1);
    assertThat(conversation.items()).isEmpty();
  }

  @Test
  @Tag("F5")
  void aForkStaysWhatItIsWhateverItsSourceDoes() {
    List<StoredTurn> before = turns();
    try (LiveLog log = store.resume(SOURCE)) {
      log.append(Journal.turn(SOURCE, "later", "of the source"));
    }
    assertThat(turns()).isEqualTo(before);
    assertThatThrownBy(() -> store.delete(SOURCE))
        .isInstanceOf(ThreadStoreException.class)
        .hasMessageContaining("forked history still references it");
    store.archive(SOURCE);
    assertThat(turns()).isEqualTo(before);
    store.close();
    open();
    assertThat(turns()).isEqualTo(before);
  }

  @Test
  @Tag("R3")
  void anIndexThatIsLostOrBrokenChangesNoAnswer() throws IOException {
    List<StoredTurn> before = turns();
    store.close();
    Path index = home.resolve("heddle").resolve("history.sqlite");
    assertThat(index).exists();
    Files.write(index, new byte[5_000]);
    open();
    assertThat(turns()).isEqualTo(before);
    store.close();
    try (var files = Files.list(index.getParent())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    open();
    assertThat(turns()).isEqualTo(before);
  }

  @Test
  void withoutRoomForAnyIndexTheJournalAnswers() throws IOException {
    List<StoredTurn> before = turns();
    store.close();
    Path index = home.resolve("heddle").resolve("history.sqlite");
    Files.delete(index);
    Files.createDirectory(index);
    open();
    store.history().scratchIn(home.resolve("no such folder"));
    assertThat(turns()).isEqualTo(before);
  }

  @Test
  @Tag("R3")
  void aSourceThatLostInheritedBytesIsAnError() throws IOException {
    turns();
    Path source = Path.of(Objects.requireNonNull(store.read(SOURCE, true).rolloutPath()));
    store.close();
    byte[] bytes = Files.readAllBytes(source);
    Files.write(source, Arrays.copyOf(bytes, bytes.length / 2));
    open();
    assertThatThrownBy(this::turns)
        .isInstanceOf(ThreadStoreException.class)
        .hasMessageContaining("invalid paginated history lineage");
  }

  @Test
  @Tag("R3")
  void aSourceThatCodexCompressedIsReadAllTheSame() throws IOException {
    List<StoredTurn> before = turns();
    Path source = Path.of(Objects.requireNonNull(store.read(SOURCE, true).rolloutPath()));
    store.close();
    byte[] bytes = Files.readAllBytes(source);
    Path compressed = source.resolveSibling(source.getFileName() + ".zst");
    Files.write(compressed, Zstd.compress(bytes));
    Files.delete(source);
    open();
    assertThat(turns()).isEqualTo(before);
    store.close();
    Files.write(compressed, Zstd.compress(Arrays.copyOf(bytes, bytes.length / 2)));
    open();
    assertThatThrownBy(this::turns)
        .isInstanceOf(ThreadStoreException.class)
        .hasMessageContaining("source rollout is shorter than its reference");
  }

  @Test
  @Tag("R2")
  void noRecordIsGivenTwiceWhenAFileIsMovedMeanwhile() {
    ResumePoints points = store.resumePoints().orElseThrow();
    List<RolloutRecord> whole = new ArrayList<>();
    points.replayConversation(CHILD, whole::add);
    List<RolloutRecord> given = new ArrayList<>();
    assertThatThrownBy(() ->
            points.replayConversation(
                CHILD,
                record -> {
                  if (given.isEmpty()) {
                    store.archive(CHILD);
                  }
                  given.add(record);
                }))
        .isInstanceOf(ThreadStoreException.class)
        .hasMessageContaining("the thread's history could not be read");
    assertThat(whole).startsWith(given.toArray(new RolloutRecord[0]));
    List<RolloutRecord> again = new ArrayList<>();
    points.replayConversation(CHILD, again::add);
    assertThat(again).isEqualTo(whole);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private LocalThreadStore open() {
    store = new LocalThreadStore(home, Durability.DEFAULT);
    return store;
  }

  private List<StoredTurn> turns() {
    HistoryPages pages = store.historyPages().orElseThrow();
    return pages.turns(CHILD, new Request(null, 1000, SortDirection.ASC)).turns();
  }
}
