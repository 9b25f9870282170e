package dev.heddle.server.store.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.luben.zstd.Zstd;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutReaderTest {
  private static final List<String> TEXTS =
      List.of(
          "plain",
          "é漢😀",
          "line\nfeed\rreturn\u2028\u2029\u0085",
          "\0",
          "\ud800 alone",
          "x".repeat(900));

  @TempDir Path directory;

  @Test
  void everyBufferSizeReadsTheSameRecords() throws IOException {
    byte[] file = lines();
    List<String> expected = texts(RolloutReader.open(new ByteArrayInputStream(file), 1 << 16));
    assertEquals(TEXTS, expected);
    for (int size = 1; size <= 70; size++) {
      RolloutReader reader = RolloutReader.open(new ByteArrayInputStream(file), size);
      assertEquals(expected, texts(reader), "buffer of " + size);
    }
  }

  @Test
  @Tag("SA-12")
  void everyPositionOfAMultiByteCharacterOnTheBufferBoundaryIsRead() throws IOException {
    for (int shift = 0; shift < 12; shift++) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      String text = "a".repeat(8192 - 120 + shift) + "漢😀漢😀".repeat(10);
      file.writeBytes(RolloutCodec.encode(Journal.note(text)));
      RolloutReader reader = RolloutReader.open(new ByteArrayInputStream(file.toByteArray()), 8192);
      assertEquals(List.of(text), texts(reader));
    }
  }

  @Test
  void offsetsAreThoseOfTheFile() throws IOException {
    Path file = directory.resolve("rollout.jsonl");
    byte[] bytes = lines();
    Files.write(file, bytes);
    List<Long> starts = new ArrayList<>();
    try (RolloutReader reader = RolloutReader.open(file)) {
      while (reader.next() != null) {
        starts.add(reader.offset());
      }
      assertEquals(bytes.length, reader.nextOffset());
    }
    for (int i = 0; i < starts.size(); i++) {
      try (RolloutReader reader = RolloutReader.open(file, starts.get(i), Long.MAX_VALUE)) {
        assertEquals(TEXTS.subList(i, TEXTS.size()), texts(reader));
      }
      try (RolloutReader reader = RolloutReader.open(file, 0, starts.get(i))) {
        assertEquals(TEXTS.subList(0, i), texts(reader));
      }
    }
  }

  @Test
  void compressedFilesReadAsPlainOnesFromAnyOffset() throws IOException {
    byte[] bytes = lines();
    Path plain = directory.resolve("rollout.jsonl");
    Path compressed = directory.resolve("rollout.jsonl.zst");
    Files.write(plain, bytes);
    Files.write(compressed, Zstd.compress(bytes, 3));
    try (RolloutReader whole = RolloutReader.open(compressed)) {
      assertEquals(TEXTS, texts(whole));
    }
    long second;
    try (RolloutReader reader = RolloutReader.open(plain)) {
      reader.next();
      second = reader.nextOffset();
    }
    try (RolloutReader rest = RolloutReader.open(compressed, second, bytes.length)) {
      assertEquals(TEXTS.subList(1, TEXTS.size()), texts(rest));
    }
  }

  @Test
  void badLinesAreSkippedAndCounted() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    file.writeBytes(RolloutCodec.encode(Journal.note("one")));
    file.writeBytes("garbage\n\n{\"torn\":\n".getBytes(StandardCharsets.UTF_8));
    file.writeBytes(new byte[4096]);
    file.writeBytes("\n".getBytes(StandardCharsets.UTF_8));
    file.writeBytes(RolloutCodec.encode(Journal.note("two")));
    file.writeBytes(new byte[300]);
    try (RolloutReader reader =
        RolloutReader.open(new ByteArrayInputStream(file.toByteArray()), 64)) {
      assertEquals(List.of("one", "two"), texts(reader));
      assertEquals(2, reader.skipped());
    }
  }

  @Test
  void theTailIsFoundInFilesOfAnySize() throws IOException {
    for (int records : new int[] {1, 3, 500, 5_000}) {
      Path file = directory.resolve("tail-" + records);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int i = 0; i < records; i++) {
        bytes.writeBytes(RolloutCodec.encode(Journal.note("n" + i).at(i)));
      }
      long end = bytes.size();
      bytes.writeBytes(RolloutCodec.encode(Journal.note("x".repeat(200_000))));
      bytes.writeBytes("{\"torn".getBytes(StandardCharsets.UTF_8));
      Files.write(file, bytes.toByteArray());
      TailScan tail = TailScan.of(file);
      assertEquals(records - 1, tail.lastOrdinal());
      assertEquals(end, tail.lastEnd());
      assertEquals(false, tail.atLineEnd());
      assertEquals(1, tail.skipped());
    }
  }

  private static byte[] lines() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    TEXTS.forEach(text -> file.writeBytes(RolloutCodec.encode(Journal.note(text))));
    return file.toByteArray();
  }

  private static List<String> texts(RolloutReader reader) throws IOException {
    List<String> texts = new ArrayList<>();
    for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
      texts.add(r.payload().get("text").getAsString());
    }
    return texts;
  }
}
