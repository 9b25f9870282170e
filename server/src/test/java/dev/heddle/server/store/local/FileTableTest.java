package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
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

  /** Root, sessions, archive, year, month and two days are seven; an eighth comes later. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 6, 7, 8})
  void withoutWatchesLeftFoldersAreLookedAt(int watches) throws Exception {
    CodexHome home = new CodexHome(directory, ZoneOffset.UTC);
    Files.createDirectories(home.archivedSessions());
    RolloutFile first = create(home, 1, 0);
    RolloutFile second = create(home, 2, 1);
    try (FileTable table =
        new FileTable(
            home,
            root -> new TreeWatch(root, new FewWatches(Inotify.open(), watches)),
            System::nanoTime)) {
      assumeTrue(Inotify.available());
      table.watch();
      assertThat(table.byKey(first.threadId())).isEqualTo(first);
      assertThat(table.watched()).isEqualTo(watches >= 7);
      assertThat(table.watchedIfEver()).isTrue();
      RolloutFile newDay = create(home, 3, 2);
      RolloutFile oldDay = create(home, 4, 0);
      assertThat(table.byKey(newDay.threadId())).isEqualTo(newDay);
      assertThat(table.byKey(oldDay.threadId())).isEqualTo(oldDay);
      RolloutFile archived = home.archived(second);
      Files.move(second.path(), archived.path());
      assertThat(table.byKey(second.threadId())).isEqualTo(archived);
      assertThat(table.unreadable()).isEmpty();
      assertThat(table.watched()).isEqualTo(watches >= 8);
    }
  }

  @Test
  void aWatchThatWasRefusedIsBegunAgainLater() throws Exception {
    CodexHome home = new CodexHome(directory, ZoneOffset.UTC);
    RolloutFile first = create(home, 1, 0);
    AtomicInteger watches = new AtomicInteger(3);
    AtomicLong nanoTime = new AtomicLong(-1);
    try (FileTable table =
        new FileTable(
            home,
            root -> new TreeWatch(root, new FewWatches(Inotify.open(), watches.get())),
            nanoTime::get)) {
      assumeTrue(Inotify.available());
      table.watch();
      watches.set(100);
      table.look();
      assertThat(table.watched()).isFalse();
      boolean unused = table.takeLost();

      nanoTime.addAndGet(FileTable.AGAIN_AFTER.toNanos());
      table.look();
      assertThat(table.watched()).isTrue();
      assertThat(table.takeLost()).as("what changed untold is to be looked for").isTrue();
      Files.writeString(first.path(), "changed");
      table.look();
      assertThat(table.takeTouched()).contains(first.threadId());
    }
  }

  /** A kernel that has so many watches. */
  private static final class FewWatches implements DirectoryEvents {
    private final DirectoryEvents kernel;
    private final int watches;
    private final Set<Path> watched = new HashSet<>();

    FewWatches(DirectoryEvents kernel, int watches) {
      this.kernel = kernel;
      this.watches = watches;
    }

    @Override
    public int add(Path place, int kinds) throws IOException {
      if (!watched.contains(place) && watched.size() == watches) {
        throw new IOException("no watches left");
      }
      watched.add(place);
      return kernel.add(place, kinds);
    }

    @Override
    public void drain(Consumer<Inotify.Event> events) throws IOException {
      kernel.drain(events);
    }

    @Override
    public void close() {
      kernel.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHomeThatWasAwayIsWholeAgain(boolean lookedAt) throws Exception {
    Path root = directory.resolve("home");
    CodexHome home = new CodexHome(root, ZoneOffset.UTC);
    RolloutFile file = create(home, 1, 0);
    try (FileTable table = new FileTable(home)) {
      table.watch();
      assertThat(table.byKey(file.threadId())).isEqualTo(file);
      boolean watched = table.watched();
      Files.move(root, directory.resolve("elsewhere"));
      if (lookedAt) {
        assertThat(table.byKey(file.threadId())).isNull();
      }
      Files.move(directory.resolve("elsewhere"), root);
      assertThat(table.byKey(file.threadId())).isEqualTo(file);
      assertThat(table.watched()).isEqualTo(watched);
      RolloutFile later = create(home, 2, 1);
      assertThat(table.byKey(later.threadId())).isEqualTo(later);
    }
  }

  @Test
  void anotherHomeInItsPlaceIsSeen() throws Exception {
    Path above = directory.resolve("above");
    CodexHome home = new CodexHome(above.resolve("home"), ZoneOffset.UTC);
    RolloutFile file = create(home, 1, 0);
    try (FileTable table = new FileTable(home)) {
      table.watch();
      assertThat(table.byKey(file.threadId())).isEqualTo(file);
      Files.move(above, directory.resolve("elsewhere")); // of which nobody tells
      RolloutFile other = create(home, 2, 0);
      assertThat(table.byKey(other.threadId())).isEqualTo(other);
      assertThat(table.byKey(file.threadId())).isNull();
    }
  }

  /** The folder of all days, or that of a year, goes and comes back as a link to where it is. */
  @ParameterizedTest
  @ValueSource(strings = {"sessions", "sessions/2026"})
  void aFolderThatComesBackAsALinkIsRead(String folder) throws Exception {
    CodexHome home = new CodexHome(directory.resolve("home"), ZoneOffset.UTC);
    RolloutFile file = create(home, 1, 0);
    try (FileTable table = new FileTable(home)) {
      table.watch();
      assertThat(table.byKey(file.threadId())).isEqualTo(file);
      Path place = home.root().resolve(folder);
      Path real = directory.resolve("real");
      Files.move(place, real);
      assertThat(table.byKey(file.threadId())).isNull();
      Files.createSymbolicLink(place, real);
      assertThat(table.byKey(file.threadId())).isEqualTo(file);
      Files.move(real, directory.resolve("away"));
      assertThat(table.byKey(file.threadId())).isNull();
      Files.move(directory.resolve("away"), real);
      if (folder.equals("sessions")) {
        assertThat(table.byKey(file.threadId())).isEqualTo(file);
      }
    }
  }

  /** An empty rollout, begun so many days after the others. */
  private static RolloutFile create(CodexHome home, int number, int days) throws IOException {
    RolloutFile file =
        home.newRollout(Journal.threadId(number), Journal.START.plus(Duration.ofDays(days - 10)));
    CodexHome.createParent(file.path());
    Files.createFile(file.path());
    return file;
  }
}
