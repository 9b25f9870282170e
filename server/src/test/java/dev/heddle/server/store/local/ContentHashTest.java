package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentHashTest {
  @TempDir Path directory;

  @Test
  void theHashOfTheWholeIsTheSameInWhateverPiecesItWasRead() throws IOException {
    Random random = new Random(7);
    byte[] bytes = new byte[200_000];
    random.nextBytes(bytes);
    Path file = Files.write(directory.resolve("file"), bytes);
    CRC32C whole = new CRC32C();
    whole.update(bytes);
    assertThat(ContentHash.of(file, bytes.length)).isEqualTo(Long.toHexString(whole.getValue()));
    for (int run = 0; run < 50; run++) {
      String hash = ContentHash.EMPTY;
      int at = 0;
      while (at < bytes.length) {
        int next = Math.min(bytes.length, at + random.nextInt(60_000));
        hash = ContentHash.extend(hash, file, at, next);
        at = next;
      }
      assertThat(hash).as("run %d", run).isEqualTo(Long.toHexString(whole.getValue()));
    }
  }

  @Test
  void anyChangedBitChangesTheHash() throws IOException {
    byte[] bytes = new byte[3_000];
    Path file = Files.write(directory.resolve("file"), bytes);
    String before = ContentHash.of(file, bytes.length);
    for (int i = 0; i < bytes.length; i += 123) {
      byte[] other = bytes.clone();
      other[i] ^= 1;
      Files.write(file, other);
      assertThat(ContentHash.of(file, bytes.length)).as("byte %d", i).isNotEqualTo(before);
    }
    assertThat(ContentHash.of(file, bytes.length - 1)).isNotEqualTo(before);
  }
}
