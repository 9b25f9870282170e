package dev.heddle.server.store.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.WriterProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WriterLocksTest {
  private static final String ID = Journal.threadId(1);

  @TempDir Path home;

  private LocalThreadStore open() {
    return new LocalThreadStore(home, Durability.DEFAULT);
  }

  private void write(LocalThreadStore store) {
    try (LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED))) {
      log.append(Journal.turn(ID, "t1", "hello"));
    }
  }

  private Path lockFile(String id) {
    return home.resolve("thread-writer-locks").resolve(id + ".lock");
  }

  @Test
  @Tag("SA-55")
  void anotherProcessExcludesWritersUntilItIsKilled() throws Exception {
    try (LocalThreadStore store = open()) {
      write(store);
      Process holder = holder();
      try (BufferedReader out = holder.inputReader()) {
        assertEquals("held", out.readLine());
        ThreadStoreException refused =
            assertThrows(ThreadStoreException.class, () -> store.resume(ID));
        assertEquals(Kind.CONFLICT, refused.kind());
        assertEquals("thread " + ID + " already has an active writer", refused.message());
        if (Files.exists(Path.of("/proc/locks"))) {
          assertEquals(new WriterProcess(holder.pid(), "java"), refused.writer());
        }
        assertThrows(ThreadStoreException.class, () -> store.archive(ID));
        assertThrows(ThreadStoreException.class, () -> store.delete(ID));
        assertEquals(List.of("hello"), Journal.questions(store, ID));
        store.update(ID, ThreadPatch.rename("renamed meanwhile"), false);
        assertEquals("renamed meanwhile", store.read(ID, false).name());
        assertThrows(
            ThreadStoreException.class,
            () -> store.update(ID, ThreadPatch.memoryMode("disabled"), false));
      } finally {
        holder.destroyForcibly().waitFor();
      }
      try (LiveLog log = store.resume(ID)) {
        log.append(Journal.turn(ID, "t2", "free again"));
      }
      assertEquals(List.of("hello", "free again"), Journal.questions(store, ID));
    }
  }

  private Process holder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            LockHolder.class.getName(),
            home.toString(),
            ID)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void theLockFileLivesAsLongAsTheLog() {
    try (LocalThreadStore store = open()) {
      LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED));
      assertTrue(Files.exists(lockFile(ID)));
      log.close();
      assertFalse(Files.exists(lockFile(ID)));
    }
  }

  @Test
  @Tag("SA-60")
  void locksOfOthersSurviveAThousandOfOurs() throws IOException {
    WriterLocks locks = new WriterLocks(home.resolve("thread-writer-locks"));
    WriterLocks elsewhere = new WriterLocks(home.resolve("thread-writer-locks"));
    try (WriterLocks.WriterLock kept = locks.acquire(ID)) {
      for (int i = 2; i < 1_002; i++) {
        locks.acquire(Journal.threadId(i)).close();
      }
      assertThrows(ThreadStoreException.class, () -> locks.acquire(ID));
      assertThrows(ThreadStoreException.class, () -> elsewhere.acquire(ID));
      assertTrue(kernelKnows(lockFile(ID)), "SA 60: the kernel has the lock still");
      kept.close();
      elsewhere.acquire(ID).close();
    }
  }

  /** Whether the kernel lists a lock on the file; true where it lists none at all. */
  private static boolean kernelKnows(Path file) throws IOException {
    Path locks = Path.of("/proc/locks");
    if (!Files.exists(locks)) {
      return true;
    }
    String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
    return Files.readAllLines(locks).stream()
        .anyMatch(line -> line.contains("FLOCK") && line.contains(inode));
  }

  @Test
  void leftOversAreSweptAndStrangersFilesAreNot() throws IOException {
    Path directory = home.resolve("thread-writer-locks");
    Files.createDirectories(directory);
    Path leftOver = Files.createFile(lockFile(Journal.threadId(7)));
    Path stranger = Files.createFile(directory.resolve("stranger.lock"));
    WriterLocks locks = new WriterLocks(directory);
    locks.acquire(ID).close();
    assertFalse(Files.exists(leftOver));
    assertTrue(Files.exists(stranger));
  }

  @Test
  @Tag("SA-59")
  void withoutALockFileThereIsNoWritingButReading() throws IOException {
    try (LocalThreadStore store = open()) {
      write(store);
      Files.createDirectories(lockFile(ID));
      ThreadStoreException refused =
          assertThrows(ThreadStoreException.class, () -> store.resume(ID));
      assertEquals(Kind.IO, refused.kind());
      assertEquals(List.of("hello"), Journal.questions(store, ID));
      assertEquals(1, store.list(Journal.all()).threads().size());
    }
  }
}
