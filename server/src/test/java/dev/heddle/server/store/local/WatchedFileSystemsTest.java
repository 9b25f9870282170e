package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel is relied on only where it tells of all changes, in every folder of a home. */
class WatchedFileSystemsTest {
  /** A file system that other than this machine's programs change. */
  private static final Path ELSEWHERE = Path.of("/proc/sys");

  @TempDir Path root;
  private CodexHome home;

  @BeforeEach
  void make() throws IOException {
    home = new CodexHome(root, ZoneOffset.UTC);
    assumeTrue(Files.isDirectory(ELSEWHERE), "a file system that is no disk's");
    try (FileTable table = new FileTable(home)) {
      table.watch();
      assumeTrue(table.watched(), "the kernel tells nothing of this file system");
    }
  }

  @Test
  void sessionsOnAnotherFileSystemAreLookedAt() throws IOException {
    Files.createSymbolicLink(home.sessions(), ELSEWHERE);
    assertNotWatched();
  }

  @Test
  void soAreArchivedOnes() throws IOException {
    Files.createSymbolicLink(home.archivedSessions(), ELSEWHERE);
    assertNotWatched();
  }

  private void assertNotWatched() throws IOException {
    try (FileTable table = new FileTable(home)) {
      table.watch();
      assertThat(table.watched()).isFalse();
      assertThat(table.watchedIfEver()).isTrue();
      assertThat(table.watchState()).contains("not a local file system");
      table.look();
      assertThat(table.unreadable()).isEmpty();
    }
  }

  @Test
  void oneThatComesLaterEndsTheWatch() throws IOException {
    RolloutFile file = home.newRollout(Journal.threadId(1), Journal.START);
    CodexHome.createParent(file.path());
    Files.createFile(file.path());
    try (FileTable table = new FileTable(home)) {
      table.watch();
      assertThat(table.watched()).isTrue();
      Files.createSymbolicLink(home.sessions().resolve("2027"), ELSEWHERE);
      Files.createDirectory(home.sessions().resolve("2028")); // of which the kernel tells
      table.look();
      assertThat(table.watched()).isFalse();
      assertThat(table.takeLost()).as("what changed before is looked for").isTrue();
      RolloutFile next = home.newRollout(Journal.threadId(2), Journal.START);
      Files.createFile(next.path());
      assertThat(table.byKey(next.threadId())).isEqualTo(next);
      assertThat(table.byKey(file.threadId())).isEqualTo(file);
    }
  }
}
