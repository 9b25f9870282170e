package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Temporary folders go with their processes, however those end. */
class ScratchFolderTest {
  @TempDir Path place;

  private ScratchFolder folder() {
    ScratchFolder folder = new ScratchFolder();
    folder.madeIn(place);
    return folder;
  }

  @Test
  void whatAKilledProcessLeavesIsSwept() throws IOException {
    Path left = place.resolve("heddle-history123");
    Files.createDirectories(left);
    Files.writeString(left.resolve("0.jsonl"), "what was said");
    try (Flock.Held lock = Flock.tryLock(left.resolve("lock"), false)) { // goes with its process
      assertThat(lock).isNotNull();
      folder().sweep();
      assertThat(left.resolve("0.jsonl")).as("while it lives").exists();
    }
    folder().sweep();
    assertThat(place).isEmptyDirectory();
  }

  @Test
  void whatIsInUseStays() throws IOException {
    try (ScratchFolder ours = folder();
        ScratchFolder theirs = folder()) {
      Path file = Files.writeString(ours.get().resolve("0.jsonl"), "what was said");
      theirs.sweep();
      assertThat(file).exists();
      assertThat(theirs.get()).isNotEqualTo(ours.get());
      assertThat(ours.get().resolve("0.jsonl")).isEqualTo(file);
    }
    assertThat(place).isEmptyDirectory();
  }

  @Test
  void whatIsOfOthersStays() throws IOException {
    Path other = Files.createDirectories(place.resolve("heddle-historian"));
    Path target = Files.createDirectories(place.resolve("target"));
    Files.createFile(target.resolve("lock"));
    Path link = Files.createSymbolicLink(place.resolve("heddle-history-link"), target);
    folder().sweep();
    assertThat(other).exists();
    assertThat(link).exists();
    assertThat(target.resolve("lock")).exists();
  }
}
