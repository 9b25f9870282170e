package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.HistoryPages.Request;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.journal.Backlog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories that Codex compressed: pages come out of a copy, unpacked once. */
class CompressedHistoryTest {
  private static final String THREAD = Journal.threadId(1);
  private static final int TURNS = 30;

  @TempDir Path directory;
  private Path home;
  private Path scratch;
  private LocalThreadStore store;

  @BeforeEach
  void open() throws IOException {
    home = directory.resolve("home");
    scratch = Files.createDirectories(directory.resolve("scratch"));
    store =
        new LocalThreadStore(
            new CodexHome(home, ZoneOffset.UTC),
            Durability.DEFAULT,
            Backlog.DEFAULT,
            BlobWriter.LARGE_CHARS,
            new DiskLogIo(),
            Clock.systemUTC());
    store.history().scratchIn(scratch);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @EnumSource(HistoryMode.class)
  void rowsTellItAndItIsUnpackedOnce(HistoryMode mode) throws IOException {
    Path journal = written(THREAD, mode);
    List<StoredTurn> before = turns(1000, SortDirection.ASC);
    compress(journal);
    assertThat(turns(1000, SortDirection.ASC)).isEqualTo(before);
    assertThat(turns(3, SortDirection.DESC)).isEqualTo(before.subList(TURNS - 3, TURNS).reversed());
    assertThat(store.history().latest(THREAD)).isNotNull();
    assertThat(copies()).hasSize(1);
    assertThat(copies().getFirst()).hasBinaryContent(unpacked(journal));

    store.close();
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void anotherFileInItsPlaceIsReadAnew() throws IOException {
    Path journal = written(THREAD, HistoryMode.PAGINATED);
    compress(journal);
    List<StoredTurn> before = turns(1000, SortDirection.ASC);
    Path other = compressed(journal).resolveSibling("other");
    Files.write(other, Zstd.compress(cutAtALine(unpacked(journal))));
    Files.delete(compressed(journal));
    Files.move(other, compressed(journal));
    List<StoredTurn> after = turns(1000, SortDirection.ASC);
    assertThat(after).hasSizeBetween(TURNS / 3, TURNS - 1);
    assertThat(before).startsWith(after.subList(0, after.size() - 1).toArray(new StoredTurn[0]));
  }

  @Test
  void withoutRoomForACopyTheRecordsAreRead() throws IOException {
    Path journal = written(THREAD, HistoryMode.PAGINATED);
    List<StoredTurn> before = turns(1000, SortDirection.ASC);
    compress(journal);
    store.history().scratchIn(directory.resolve("no such folder"));
    assertThat(turns(1000, SortDirection.ASC)).isEqualTo(before);
    assertThat(store.history().latest(THREAD)).isNull();
  }

  @Test
  void aCopyThatWasTidiedAwayIsMadeAgain() throws IOException {
    Path journal = written(THREAD, HistoryMode.PAGINATED);
    compress(journal);
    List<StoredTurn> before = turns(1000, SortDirection.ASC);
    for (Path copy : copies()) {
      Files.delete(copy);
      Files.delete(copy.resolveSibling("lock"));
      Files.delete(Objects.requireNonNull(copy.getParent()));
    }
    assertThat(turns(1000, SortDirection.ASC)).isEqualTo(before);
    assertThat(copies()).hasSize(1);
  }

  @Test
  void stringsInBlobsAreFoundFromTheCopy() throws IOException {
    String large = "large ".repeat(BlobWriter.LARGE_CHARS);
    try (LiveLog log = store.create(Journal.newThread(THREAD, HistoryMode.PAGINATED))) {
      log.append(Journal.turn(THREAD, "t", large));
    }
    assertThat(home.resolve(CodexHome.BLOBS)).isNotEmptyDirectory();
    compress(Path.of(Objects.requireNonNull(store.read(THREAD, true).rolloutPath())));
    assertThat(turns(1, SortDirection.DESC).toString()).contains(large);
    assertThat(store.history().latest(THREAD)).isNotNull();
  }

  @Test
  void copiesThatNobodyReadsGoButForTheLast() throws IOException {
    Path one = written(THREAD, HistoryMode.LEGACY);
    Path other = written(Journal.threadId(2), HistoryMode.LEGACY);
    compress(one);
    compress(other);
    ScratchFolder folder = new ScratchFolder();
    folder.madeIn(scratch);
    UnpackedRollouts unpacked = new UnpackedRollouts(folder, 0);
    try (UnpackedRollouts.Held first = unpacked.hold(chain(one))) {
      try (UnpackedRollouts.Held second = unpacked.hold(chain(other))) {
        assertThat(copies()).hasSize(2);
      }
      assertThat(first.chain().current().contents()).hasBinaryContent(unpacked(one));
      assertThat(first.chain().current().file().path()).isEqualTo(compressed(one));
    }
    assertThat(copies()).hasSize(1);
    assertThat(copies().getFirst()).hasBinaryContent(unpacked(other));
    try (UnpackedRollouts.Held again = unpacked.hold(chain(one))) {
      assertThat(copies()).hasSize(2);
    }
    assertThat(copies()).hasSize(1);
    assertThat(copies().getFirst()).hasBinaryContent(unpacked(one));
    folder.close();
    assertThat(scratch).isEmptyDirectory();
  }

  private static RolloutChain chain(Path journal) throws IOException {
    return RolloutChain.resolve(RolloutFile.require(compressed(journal), false), key -> null);
  }

  private Path written(String threadId, HistoryMode mode) {
    try (LiveLog log = store.create(Journal.newThread(threadId, mode))) {
      for (int i = 0; i < TURNS; i++) {
        log.append(Journal.turn(threadId, "t" + i, "question " + i));
      }
    }
    return Path.of(Objects.requireNonNull(store.read(threadId, true).rolloutPath()));
  }

  private List<StoredTurn> turns(int limit, SortDirection direction) {
    return store
        .historyPages()
        .orElseThrow()
        .turns(THREAD, new Request(null, limit, direction))
        .turns();
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.walk(scratch)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
    }
  }

  private static void compress(Path journal) throws IOException {
    Files.write(compressed(journal), Zstd.compress(Files.readAllBytes(journal)));
    Files.delete(journal);
  }

  private static Path compressed(Path journal) {
    return journal.resolveSibling(journal.getFileName() + ".zst");
  }

  private static byte[] unpacked(Path journal) throws IOException {
    try (var in = RolloutReader.bytes(compressed(journal), 0)) {
      return in.readAllBytes();
    }
  }

  private static byte[] cutAtALine(byte[] journal) {
    int end = journal.length / 2;
    while (journal[end - 1] != '\n') {
      end--;
    }
    return Arrays.copyOf(journal, end);
  }
}
