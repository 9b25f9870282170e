package dev.heddle.server.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged rollouts: every good record is read, appending goes on, nobody else is affected. */
class RolloutDamageTest {
  private static final String ID = Journal.threadId(1);
  private static final String OTHER = Journal.threadId(2);

  @TempDir Path directory;
  private Path home;
  private Path file;
  private byte[] whole;
  private List<String> lines;

  @BeforeEach
  void write() throws IOException {
    home = directory.resolve("home");
    try (LocalThreadStore store = open()) {
      for (String id : List.of(ID, OTHER)) {
        try (LiveLog log = store.create(Journal.newThread(id, HistoryMode.PAGINATED))) {
          log.append(Journal.turn(id, "t1", "first é漢"));
          log.append(Journal.turn(id, "t2", "second"));
          file = id.equals(ID) ? Path.of(log.rolloutPath()) : file;
        }
      }
    }
    whole = Files.readAllBytes(file);
    lines = List.of(new String(whole, UTF_8).split("\n"));
  }

  private LocalThreadStore open() {
    return new LocalThreadStore(home, Durability.DEFAULT);
  }

  /** Ends of the lines, exclusive, each without its line feed. */
  private List<Integer> ends() {
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < whole.length; i++) {
      if (whole[i] == '\n') {
        ends.add(i);
      }
    }
    return ends;
  }

  @Test
  @Tag("SA-41")
  @Tag("SA-44")
  void everyPrefixReadsItsWholeRecordsAndTakesMore() throws IOException {
    List<Integer> ends = ends();
    try (LocalThreadStore store = open()) {
      for (int length = 0; length <= whole.length; length++) {
        Files.write(file, Arrays.copyOf(whole, length));
        int cut = length;
        int records = (int) ends.stream().filter(end -> end <= cut).count();
        if (records == 0) {
          ThreadStoreException empty =
              assertThrows(ThreadStoreException.class, () -> store.read(ID, false));
          assertEquals(Kind.CORRUPT, empty.kind());
          continue;
        }
        assertEquals(records, Journal.replay(store, ID).size(), "prefix of " + length);
        if (length % 7 != 0 && !ends.contains(length)) {
          continue; // Appending at every single byte takes long and shows nothing more.
        }
        try (LiveLog log = store.resume(ID)) {
          log.append(List.of(Journal.note("after")));
        }
        assertAppended(store, records, length);
        if (length % 49 == 0) {
          try (LocalThreadStore again = open()) {
            assertAppended(again, records, length);
          }
        }
      }
    }
  }

  private static void assertAppended(LocalThreadStore store, int records, int length) {
    List<RolloutRecord> now = Journal.replay(store, ID);
    assertEquals(records + 1, now.size(), "appended to a prefix of " + length);
    assertEquals(now.get(records - 1).ordinal() + 1, now.getLast().ordinal());
    assertEquals("after", now.getLast().payload().get("text").getAsString());
  }

  static Stream<byte[]> garbage() {
    return Stream.of(
        "garbage".getBytes(UTF_8),
        "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"type\":\"event_msg\",\"payl".getBytes(UTF_8),
        "{}{}".getBytes(UTF_8),
        "[1,2]".getBytes(UTF_8),
        new byte[4096],
        new byte[] {(byte) 0xC3, (byte) 0x28, (byte) 0xFF},
        "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"type\":\"heddle_unknown\",\"payload\":{}}"
            .getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("garbage")
  @Tag("SA-42")
  void aBadLineAnywhereCostsNothingElse(byte[] bad) throws IOException {
    List<Long> expected;
    List<String> questions;
    StoredThread before;
    try (LocalThreadStore store = open()) {
      expected = Journal.ordinals(Journal.replay(store, ID));
      questions = Journal.questions(store, ID);
      before = store.read(ID, false);
    }
    for (int position = 0; position <= lines.size(); position++) {
      ByteArrayOutputStream damaged = new ByteArrayOutputStream();
      for (int i = 0; i <= lines.size(); i++) {
        if (i == position) {
          damaged.writeBytes(bad);
          damaged.write('\n');
        }
        if (i < lines.size()) {
          damaged.writeBytes((lines.get(i) + "\n").getBytes(UTF_8));
        }
      }
      Files.write(file, damaged.toByteArray());
      try (LocalThreadStore store = open()) {
        assertEquals(expected, Journal.ordinals(Journal.replay(store, ID)), "at " + position);
        assertEquals(questions, Journal.questions(store, ID));
        assertEquals(before.preview(), store.read(ID, false).preview());
        assertEquals(2, store.list(Journal.all()).threads().size());
        try (LiveLog log = store.resume(ID)) {
          log.append(List.of(Journal.note("after")));
        }
        List<RolloutRecord> now = Journal.replay(store, ID);
        assertEquals(expected.getLast() + 1, now.getLast().ordinal());
      }
    }
  }

  @Test
  @Tag("SA-43")
  void aByteOrderMarkAndPaddingAreNoDamage() throws IOException {
    ByteArrayOutputStream padded = new ByteArrayOutputStream();
    padded.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    padded.writeBytes(whole);
    padded.writeBytes(new byte[300]);
    Files.write(file, padded.toByteArray());
    try (LocalThreadStore store = open()) {
      assertEquals(lines.size(), Journal.replay(store, ID).size());
      try (LiveLog log = store.resume(ID)) {
        log.append(List.of(Journal.note("after")));
      }
      assertAppended(store, lines.size(), padded.size());
    }
  }

  @Test
  void anUnreadableThreadIsNotListedAndHidesNobody() throws IOException {
    for (byte[] content : List.of(new byte[0], "no header\n".getBytes(UTF_8), new byte[5000])) {
      Files.write(file, content);
      try (LocalThreadStore store = open()) {
        assertEquals(
            List.of(OTHER),
            store.list(Journal.all()).threads().stream().map(StoredThread::id).toList());
        ThreadStoreException failure =
            assertThrows(ThreadStoreException.class, () -> store.read(ID, false));
        assertEquals(Kind.CORRUPT, failure.kind());
        assertEquals("failed to read session metadata: the rollout is empty", failure.message());
        assertThrows(ThreadStoreException.class, () -> store.resume(ID));
        assertTrue(store.health().degraded());
        Files.write(file, whole);
        assertEquals(2, store.list(Journal.all()).threads().size(), "healed");
      }
    }
  }

  @Test
  @Tag("SA-32")
  void aFileUnderAnotherThreadsNameIsNotThatThread() throws IOException {
    String victim = Journal.threadId(3);
    Path stranger = Path.of(file.toString().replace(ID, victim));
    Files.copy(file, stranger);
    try (LocalThreadStore store = open()) {
      assertEquals(2, store.list(Journal.all()).threads().size());
      ThreadStoreException failure =
          assertThrows(ThreadStoreException.class, () -> store.read(victim, true));
      assertTrue(failure.message().contains("belongs to thread " + ID), failure.message());
    }
  }

  @Test
  void ordinalsGoOnBehindRecordsWithoutOne() throws IOException {
    Files.write(
        file,
        RolloutCodec.encode(
            RolloutRecord.of(Journal.START, "heddle_later_version", Journal.json("{}"))),
        java.nio.file.StandardOpenOption.APPEND);
    try (LocalThreadStore store = open()) {
      try (LiveLog log = store.resume(ID)) {
        log.append(List.of(Journal.note("after")));
      }
      List<RolloutRecord> now = Journal.replay(store, ID);
      assertEquals(lines.size(), now.getLast().ordinal());
    }
  }
}
