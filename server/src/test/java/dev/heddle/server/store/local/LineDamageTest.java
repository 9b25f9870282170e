package dev.heddle.server.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ThreadStoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as other programs and accidents leave them: what is a record is read, and goes on. */
class LineDamageTest {
  private static final String ID = Journal.threadId(1);
  private static final int FLIPS = 200;

  @TempDir Path directory;
  private Path home;
  private Path file;
  private byte[] whole;
  private List<RolloutRecord> records;

  @BeforeEach
  void write() throws IOException {
    home = directory.resolve("home");
    try (LocalThreadStore store = open();
        LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED))) {
      log.append(Journal.turn(ID, "t1", "first é漢😀 \u2028\u2029\u0085"));
      log.append(Journal.turn(ID, "t2", "second"));
      log.flush();
      file = Path.of(log.rolloutPath());
      records = Journal.replay(store, ID);
    }
    whole = Files.readAllBytes(file);
  }

  private LocalThreadStore open() {
    return new LocalThreadStore(home, Durability.DEFAULT);
  }

  private List<byte[]> lines() {
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < whole.length; i++) {
      if (whole[i] == '\n') {
        lines.add(Arrays.copyOfRange(whole, from, i + 1));
        from = i + 1;
      }
    }
    return lines;
  }

  private void writeFile(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    Files.write(file, all.toByteArray());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Reads, appends, and reads again: what was there is there, and the new record behind it. */
  private void assertReadsAndGoesOn(List<RolloutRecord> expected) {
    try (LocalThreadStore store = open()) {
      assertThat(Journal.replay(store, ID)).isEqualTo(expected);
      try (LiveLog log = store.resume(ID)) {
        log.append(List.of(Journal.note("after")));
      }
      List<RolloutRecord> now = Journal.replay(store, ID);
      assertThat(now.subList(0, now.size() - 1)).isEqualTo(expected);
      assertThat(now.getLast().payload().get("text").getAsString()).isEqualTo("after");
      assertThat(now.getLast().ordinal()).isEqualTo(expected.getLast().ordinal() + 1);
    }
  }

  @Test
  @Tag("SA-42")
  @DisplayName("SA 42: a flipped byte costs at most the line it is in, or two that it joins")
  void aFlippedByteCostsItsLineAtMost() throws IOException {
    Random random = new Random(42);
    List<byte[]> lines = lines();
    try (LocalThreadStore store = open()) {
      for (int flip = 0; flip < FLIPS; flip++) {
        int at =
            lines.getFirst().length + random.nextInt(whole.length - lines.getFirst().length - 1);
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        List<Long> read = Journal.ordinals(Journal.replay(store, ID));
        int lost = 0;
        for (RolloutRecord record : records) {
          lost += read.contains(record.ordinal()) ? 0 : 1;
        }
        int bearable = whole[at] == '\n' ? 2 : 1;
        assertThat(lost).as("byte %d to %d", at, damaged[at]).isLessThanOrEqualTo(bearable);
        try (LiveLog log = store.resume(ID)) {
          log.append(List.of(Journal.note("after " + flip)));
        }
        assertThat(Journal.replay(store, ID).getLast().payload().get("text").getAsString())
            .isEqualTo("after " + flip);
      }
    }
  }

  @Test
  @Tag("SA-41")
  @DisplayName("SA 41: a tail cut at every byte of the last line is followed by a line of its own")
  void theLastLineCutAnywhere() throws IOException {
    byte[] last = lines().getLast();
    LocalThreadStore store = open();
    for (int kept = 0; kept < last.length - 1; kept++) {
      Files.write(file, Arrays.copyOf(whole, whole.length - last.length + kept));
      try (LiveLog log = store.resume(ID)) {
        log.append(List.of(Journal.note("after")));
      }
      List<String> texts = new ArrayList<>();
      try (RolloutReader reader = RolloutReader.open(file)) {
        for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
          texts.add(r.payload().has("text") ? r.payload().get("text").getAsString() : "");
        }
        assertThat(reader.skipped()).isEqualTo(kept == 0 ? 0 : 1);
      }
      assertThat(texts.getLast()).as("cut to %d", kept).isEqualTo("after");
      assertThat(texts).hasSize(records.size());
    }
    store.close();
  }

  @Test
  @Tag("SA-11")
  @DisplayName("SA 11: CRLF, blank lines and NUL padding between lines are no damage")
  void foreignLineEndsAreNoDamage() throws IOException {
    List<byte[]> lines = lines();
    ByteArrayOutputStream foreign = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      foreign.write(line, 0, line.length - 1);
      foreign.writeBytes(bytes("\r\n\r\n  \n"));
      foreign.writeBytes(new byte[] {0, 0, '\n'});
    }
    writeFile(foreign.toByteArray());
    assertReadsAndGoesOn(records);
  }

  @Test
  @Tag("SA-43")
  @DisplayName("SA 43: NUL runs of 300 bytes and of a page behind the end are a torn tail")
  void nulRunsBehindTheEnd() throws IOException {
    for (int run : new int[] {300, 4096}) {
      writeFile(whole, new byte[run]);
      assertReadsAndGoesOn(records);
    }
  }

  @Test
  @Tag("SA-11")
  @DisplayName("SA 11: U+2028, U+2029 and U+0085 end no line")
  void unicodeLineEndsEndNoLine() {
    assertThat(lines()).hasSize(records.size());
    try (LocalThreadStore store = open()) {
      assertThat(Journal.questions(store, ID).getFirst())
          .isEqualTo("first é漢😀 \u2028\u2029\u0085");
    }
    assertReadsAndGoesOn(records);
  }

  @Test
  @DisplayName("two records on one line are damage that costs only these two")
  void gluedLinesCostOnlyThemselves() throws IOException {
    List<byte[]> lines = lines();
    byte[] glued = Arrays.copyOf(lines.get(3), lines.get(3).length - 1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < lines.size(); i++) {
      all.writeBytes(i == 3 ? glued : lines.get(i));
    }
    writeFile(all.toByteArray());
    List<RolloutRecord> expected = new ArrayList<>(records);
    expected.remove(3);
    expected.remove(3);
    assertReadsAndGoesOn(expected);
  }

  @Test
  @DisplayName("invalid UTF-8 inside a text costs a character, not the record")
  void invalidUtf8CostsACharacter() throws IOException {
    String text = new String(whole, UTF_8);
    int at = text.substring(0, text.indexOf("second")).getBytes(UTF_8).length;
    byte[] damaged = whole.clone();
    damaged[at] = (byte) 0xff;
    Files.write(file, damaged);
    try (LocalThreadStore store = open()) {
      assertThat(Journal.replay(store, ID)).hasSize(records.size());
    }
  }

  @Test
  @Tag("SA-54")
  @DisplayName(
      "SA 54: a history in a mode of a later version is read as far as we can, not written")
  void aLaterHistoryModeIsNotWritten() throws IOException {
    String later =
        new String(whole, UTF_8)
            .replace("\"history_mode\":\"paginated\"", "\"history_mode\":\"holographic\"");
    assertThat(later).contains("holographic");
    Files.writeString(file, later);
    byte[] before = Files.readAllBytes(file);
    try (LocalThreadStore store = open()) {
      assertThat(Journal.replay(store, ID)).hasSize(records.size());
      assertThat(store.read(ID, false).id()).isEqualTo(ID);
      assertThat(refusal(() -> store.resume(ID)).message()).contains("holographic");
      assertThat(refusal(() -> store.resume(ID)).kind())
          .isEqualTo(ThreadStoreException.Kind.UNSUPPORTED);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  private static ThreadStoreException refusal(Runnable work) {
    try {
      work.run();
    } catch (ThreadStoreException e) {
      return e;
    }
    throw new AssertionError("was not refused");
  }
}
