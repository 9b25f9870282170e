package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What another process does with a thread until we have its writer's lock is not lost on us. */
@Timeout(60)
class BeforeTheLockTest {
  private static final String ID = Journal.threadId(1);

  @TempDir Path directory;
  private CodexHome home;
  private LocalThreadStore store;
  private Path file;

  @BeforeEach
  void write() {
    home = new CodexHome(directory.resolve("home"), ZoneOffset.UTC);
    store = new LocalThreadStore(home.root(), Durability.DEFAULT);
    try (LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED))) {
      log.append(Journal.turn(ID, "t1", "one"));
      log.append(Journal.turn(ID, "t2", "two"));
      file = Path.of(log.rolloutPath());
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** What somebody else does. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  /** Has the change made when the work has looked at everything and waits for the lock. */
  private void whileItWaits(Runnable work, Change change) throws Throwable {
    FutureTask<?> task = new FutureTask<>(work, null);
    try (Flock.Held held =
        Objects.requireNonNull(
            Flock.tryLock(home.writerLocks().resolve(".coordination.lock"), false))) {
      Thread worker = Thread.ofPlatform().start(task);
      while (!waitsForTheLock(worker)) {
        Thread.onSpinWait();
      }
      change.make();
    }
    try {
      task.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private static boolean waitsForTheLock(Thread worker) {
    return worker.getState() == Thread.State.TIMED_WAITING
        && Arrays.stream(worker.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(WriterLocks.class.getName()));
  }

  private void archive() throws IOException {
    Files.createDirectories(home.archivedSessions());
    Files.move(file, home.archivedSessions().resolve(file.getFileName()));
  }

  @Test
  void aThreadThatWasArchivedIsDeleted() throws Throwable {
    whileItWaits(() -> store.delete(ID), this::archive);
    assertThat(home.archivedSessions()).isEmptyDirectory();
    assertThatThrownBy(() -> store.read(ID, true)).isInstanceOf(ThreadStoreException.class);
  }

  @Test
  void aThreadThatWasArchivedIsNotGoneOnWith() {
    assertThatThrownBy(() -> whileItWaits(() -> store.resume(ID), this::archive))
        .isInstanceOfSatisfying(
            ThreadStoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ARCHIVED));
  }

  @Test
  void aThreadThatWasRenamedKeepsItsNameWhenItIsReverted() throws Throwable {
    byte[] renamed =
        RolloutCodec.encode(
            Records.threadMetadata(
                Journal.START, ID, ThreadFold.payloadOf(ThreadPatch.rename("theirs"))));
    whileItWaits(
        () -> store.reverts().orElseThrow().revertBefore(ID, "t2"),
        () -> Files.write(file, renamed, StandardOpenOption.APPEND));
    assertThat(store.read(ID, false).name()).isEqualTo("theirs");
    assertThat(Journal.questions(store, ID)).containsExactly("one");
  }
}
