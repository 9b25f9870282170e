package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files there are, while others move them. */
@Timeout(300)
class FileTableTest {
  private static final int MOVES = 5_000;

  @TempDir Path directory;

  private final AtomicInteger looks = new AtomicInteger();
  private volatile boolean over;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatIsMovedWhileTheTableLooksIsAlwaysInIt(boolean watched) throws Exception {
    CodexHome home = new CodexHome(directory, ZoneOffset.UTC);
    RolloutFile active = home.newRollout(Journal.threadId(1), Journal.START);
    RolloutFile archived = home.archived(active);
    CodexHome.createParent(archived.path());
    CodexHome.createParent(active.path());
    Files.createFile(active.path());
    try (FileTable table = watched ? new FileTable(home) : FileTable.unwatched(home)) {
      table.watch();
      assumeTrue(table.watched() == watched, "the kernel tells nothing of this file system");
      CompletableFuture<Void> mover =
          CompletableFuture.runAsync(() -> move(active.path(), archived.path()));
      while (!mover.isDone()) {
        assertThat(table.byKey(active.threadId())).as("look %s", looks).isNotNull();
        looks.incrementAndGet();
      }
      mover.join();
      assertThat(table.byKey(active.threadId())).isEqualTo(active);
    } finally {
      over = true;
    }
  }

  /** There and back, at most once in each look. */
  private void move(Path one, Path other) {
    try {
      for (int moves = 0; moves < MOVES && !over; moves += 2) {
        Files.move(one, other);
        awaitLook();
        Files.move(other, one);
        awaitLook();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitLook() {
    int seen = looks.get();
    while (looks.get() == seen && !over) {
      Thread.onSpinWait();
    }
  }
}
