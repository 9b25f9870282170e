package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;

/**
 * One SQLite file of the index: opened in the background, used on two threads of its own, moved
 * aside when it is damaged, left alone when a newer Heddle wrote it.
 *
 * <p>One thread writes and one only reads, each with its connection: with a write-ahead log, who
 * reads waits for no writer, in this process or another.
 *
 * <p>The file is never opened other than through SQLite: closing any other descriptor on it would
 * drop SQLite's locks.
 *
 * <p><b>Thread-safety:</b> thread-safe. SQLite runs on platform threads, because its calls would
 * hold a virtual thread's carrier.
 *
 * <p><b>Files:</b> a closed index is one file: the connection that is closed last folds the
 * write-ahead log into it.
 *
 * <p><b>Errors:</b> {@link IndexException} means: answer from the journals. A page that is damaged
 * is found by who reads it; then the file is moved aside and made anew, and {@link #generation}
 * moves on.
 */
final class IndexFile implements AutoCloseable {
  /** How long a call waits for another process's lock: one of a list, no more than it can bear. */
  static final int BUSY_TIMEOUT_MS = 1_000;

  private static final Duration CALL_WAIT = Duration.ofSeconds(10);
  private static final Duration REOPEN_AFTER = Duration.ofSeconds(5);

  /** How many of SQLite's steps a check does before it looks whether the end has come. */
  private static final int CHECK_STEPS = 10_000;

  private final Path file;
  private final DatabaseFiles files;
  private final IndexSchema schema;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("heddle-index").daemon(true).factory());
  private final ExecutorService readThread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("heddle-index-reads").daemon(true).factory());
  private @Nullable Connection connection; // of the writing thread
  private volatile @Nullable FileStamp opened;
  private @Nullable Instant failedAt;
  private @Nullable Connection reading; // of the reading thread
  private volatile @Nullable FileStamp readingOpened;

  /**
   * Held while something is read. Two files that had one name share its shared-memory file, and
   * within one process SQLite's locks do not keep the opening of the second from cutting that short
   * under who still reads the first: a SIGBUS. So the first is closed before the second is opened.
   */
  private final ReentrantLock inReading = new ReentrantLock();

  private final AtomicLong generation = new AtomicLong();

  /** The file that the newest generation is of, open or not. */
  private volatile @Nullable FileStamp generationFile;

  /** The file in which somebody met damage; by now there may be another in its place. */
  private final AtomicReference<@Nullable FileStamp> foundDamaged = new AtomicReference<>();

  private final Semaphore checking = new Semaphore(1);
  private volatile boolean closing;
  private volatile boolean onlyLooking;
  private volatile @Nullable Instant readFailedAt;
  private volatile String state = "unmeasured";
  private volatile boolean usable;
  private volatile @Nullable Path movedAside;
  private volatile BiConsumer<String, String> troubles = (summary, details) -> {};
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** Something to do with the database. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException, IndexException;
  }

  /** Some change of the database. */
  @FunctionalInterface
  interface Change {
    void run(Connection connection) throws SQLException, IndexException;
  }

  /**
   * An index in this file; nothing is opened yet.
   *
   * @param migrations resources of {@link IndexSchema}, version by version
   */
  IndexFile(Path file, List<String> migrations) {
    this.file = file;
    files = new DatabaseFiles(file);
    schema = new IndexSchema(migrations);
  }

  /** A file that is only looked at: nothing is made, moved or written. */
  static IndexFile forLooking(Path file, List<String> migrations) {
    IndexFile index = new IndexFile(file, migrations);
    index.onlyLooking = true;
    return index;
  }

  /** Who hears, once each, why the file cannot be used, and where a damaged one is: for people. */
  void onTrouble(BiConsumer<String, String> listener) {
    troubles = listener;
  }

  private void tell(String details) {
    if (told.add(state)) {
      troubles.accept(state, details);
    }
  }

  /** Starts opening; nobody waits. */
  void openInBackground() {
    thread.execute(this::openAgain);
  }

  /** Opens it if that was not tried yet, so that the state says how it is. */
  void measure() {
    try {
      call(c -> true);
    } catch (IndexException e) {
      // Kept in the state.
    }
  }

  private void openAgain() {
    try {
      connection();
    } catch (IndexException e) {
      // Kept in the state; whoever needs the index hears of it.
    }
  }

  /** Runs the work on the index's thread and waits, not for ever. */
  <T> T call(Work<T> work) throws IndexException {
    return await(thread, () -> run(work));
  }

  /** Runs work that changes nothing beside all writes, and waits, not for ever. */
  <T> T read(Work<T> work) throws IndexException {
    Instant failed = readFailedAt;
    if (failed != null && Instant.now().isBefore(failed.plus(REOPEN_AFTER))) {
      throw new IndexException(state, null);
    }
    return await(readThread, () -> runReading(work));
  }

  /**
   * The same, of one opening of the file only: who relies on all that it had put into it.
   *
   * @throws IndexException also when the file was opened again since, or is another one
   */
  <T> T read(long ofGeneration, Work<T> work) throws IndexException {
    return read(c -> {
      FileStamp file = readingOpened;
      if (generation.get() != ofGeneration || file == null || !file.sameFile(generationFile)) {
        throw new IndexException.Reopened();
      }
      return work.run(c);
    });
  }

  private static <T> T await(ExecutorService on, Callable<T> work) throws IndexException {
    Future<T> answer;
    try {
      answer = on.submit(work);
    } catch (RejectedExecutionException e) {
      throw new IndexException("the index is closed", e);
    }
    try {
      return answer.get(CALL_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IndexException("the index does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IndexException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IndexException unavailable) {
        throw unavailable;
      }
      throw new IndexException("the index failed", e.getCause());
    }
  }

  /** Runs the change in one transaction that takes its write lock at once. */
  void write(Change change) throws IndexException {
    call(c -> {
      try (Statement statement = c.createStatement()) {
        statement.execute("begin immediate");
        try {
          change.run(c);
          return statement.execute("commit");
        } catch (SQLException | IndexException | RuntimeException e) {
          Sqlite.rollBack(statement, e);
          throw e;
        }
      }
    });
  }

  /**
   * The same for what must not be found in the files any more: the log, which has pages as they
   * were, is emptied if nobody reads it just now; else when the file is closed.
   */
  void erase(Change change) throws IndexException {
    write(change);
    call(c -> {
      try (Statement statement = c.createStatement()) {
        return Sqlite.text(statement, "pragma wal_checkpoint(truncate)");
      }
    });
  }

  /** Whether there is a file: it is made when it is first asked for something. */
  boolean exists() {
    return Files.exists(file);
  }

  /** How often it was opened; for work that relies on what it found before. */
  long generation() {
    return generation.get();
  }

  /** How it is doing, for people. */
  String state() {
    return state;
  }

  boolean usable() {
    return usable;
  }

  /** Where a damaged file was moved to, or null. */
  @Nullable Path movedAside() {
    return movedAside;
  }

  /**
   * Reads all of the file once; damage is dealt with as if a reader had met it. Takes as long as
   * the file is big, holds nobody up, and ends when the index is closed.
   */
  void verify() throws IndexException {
    call(c -> generation.get()); // opened, and of this version
    if (!checking.tryAcquire()) {
      throw new IndexException("the index is closed or being checked", null);
    }
    try {
      FileStamp checked = files.stamp();
      if (!sound()) {
        foundDamaged.set(checked);
        call(c -> generation.get());
      }
    } catch (IOException e) {
      throw new IndexException("the index cannot be looked at", e);
    } finally {
      checking.release();
    }
  }

  private boolean sound() throws IndexException {
    try (Connection own = connect();
        Statement statement = own.createStatement()) {
      ProgressHandler.setHandler(
          own,
          CHECK_STEPS,
          new ProgressHandler() {
            @Override
            protected int progress() {
              return closing ? 1 : 0;
            }
          });
      return Sqlite.text(statement, "pragma quick_check(1)").equals("ok");
    } catch (SQLException e) {
      if (Sqlite.damaged(e)) {
        return false;
      }
      throw new IndexException("the index cannot be checked", e);
    }
  }

  @Override
  public void close() {
    closing = true;
    // One after the other: of two connections that close at once, none is the last.
    boolean ended = endCheck();
    ended &= end(readThread, this::disconnectReading);
    ended &= end(thread, this::disconnect);
    if (!ended) {
      state = "closing hangs";
    }
  }

  private boolean endCheck() {
    try {
      return checking.tryAcquire(CALL_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean end(ExecutorService thread, Runnable last) {
    thread.execute(last);
    thread.shutdown();
    try {
      return thread.awaitTermination(CALL_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private <T> T runReading(Work<T> work) throws IndexException {
    SQLException failure;
    inReading.lock();
    try {
      return work.run(reading());
    } catch (SQLException e) {
      failure = e;
      if (!Sqlite.busy(e)) {
        disconnectReading();
      }
    } finally {
      inReading.unlock();
    }
    return failedReading(failure);
  }

  private <T> T failedReading(SQLException e) throws IndexException {
    if (Sqlite.damaged(e)) {
      foundDamaged.set(readingOpened);
      call(c -> generation.get()); // the writing thread moves it aside
    } else {
      readFailedAt = Instant.now();
    }
    throw new IndexException("the index cannot be read: " + Sqlite.code(e), e);
  }

  /** Closes a connection to another file than this; not while it is used. */
  private void stopReading(@Nullable FileStamp now) throws IndexException {
    FileStamp read = readingOpened;
    if (read == null || (now != null && now.sameFile(read))) {
      return;
    }
    if (!inReading.tryLock()) {
      throw new IndexException("the index is read while another takes its place", null);
    }
    try {
      disconnectReading();
    } finally {
      inReading.unlock();
    }
  }

  private Connection reading() throws SQLException, IndexException {
    FileStamp now;
    try {
      now = files.stamp();
    } catch (IOException e) {
      throw new IndexException("the index cannot be looked at", e);
    }
    if (reading != null && now != null && now.sameFile(readingOpened)) {
      return reading;
    }
    disconnectReading();
    FileStamp written = opened;
    if (written != null && now != null && !now.sameFile(written)) {
      thread.execute(this::openAgain);
      throw new IndexException("another index took the place of this one", null);
    }
    if (now == null || now.size() == 0) {
      // The writing thread makes it, in its own time.
      throw new IndexException("there is no index yet", null);
    }
    Connection open = connect();
    try {
      schema.prepareReading(open);
      reading = open;
      readingOpened = now;
      return open;
    } catch (IndexSchema.UnusableException e) {
      throw new IndexException("the index " + e.what(), e);
    } finally {
      if (reading == null) {
        open.close();
      }
    }
  }

  private void disconnectReading() {
    Connection open = reading;
    reading = null;
    readingOpened = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        state = "closing failed: " + Sqlite.code(e);
      }
    }
  }

  private Connection connect() throws SQLException {
    return Sqlite.connect(file, BUSY_TIMEOUT_MS);
  }

  private <T> T run(Work<T> work) throws IndexException {
    Connection open = connection();
    try {
      T answer = work.run(open);
      usable = true;
      state = movedAside == null ? "ok" : "rebuilt; the damaged file was moved aside";
      return answer;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private Connection connection() throws IndexException {
    if (onlyLooking) {
      throw new IndexException("the index is only looked at", null);
    }
    FileStamp now;
    try {
      FileStamp found = foundDamaged.getAndSet(null);
      if (found != null && found.sameFile(files.stamp())) {
        disconnect();
        moveAside(found);
      }
      // Unlinked or replaced under us: what we would write, nobody would ever read.
      now = files.stamp();
      if (connection != null && now != null && now.sameFile(opened)) {
        return connection;
      }
      disconnect();
      stopReading(now);
      if (now == null) {
        files.moveLeftovers();
      }
    } catch (IOException e) {
      throw unavailable("cannot be looked at", e);
    }
    if (failedAt != null && Instant.now().isBefore(failedAt.plus(REOPEN_AFTER))) {
      throw new IndexException(state, null);
    }
    try {
      return open();
    } catch (SQLException e) {
      if (Sqlite.damaged(e) && moveAside(now)) {
        try {
          return open();
        } catch (SQLException | IOException again) {
          throw unavailable("cannot be opened", again);
        }
      }
      throw unavailable("cannot be opened", e);
    } catch (IOException e) {
      throw unavailable("cannot be opened", e);
    }
  }

  private Connection open() throws SQLException, IOException, IndexException {
    CodexHome.createParent(file);
    CodexHome.createFile(file); // SQLite's other files get its permissions
    Connection open = connect();
    boolean prepared = false;
    try {
      schema.prepareWriting(open);
      opened = files.stamp();
      connection = open;
      generationFile = opened;
      generation.incrementAndGet();
      failedAt = null;
      prepared = true;
      return open;
    } catch (IndexSchema.UnusableException e) {
      throw unavailable(e.what(), null);
    } finally {
      if (!prepared) {
        open.close();
      }
    }
  }

  private IndexException failed(SQLException e) {
    if (Sqlite.busy(e)) {
      // The connection is good; whoever holds the lock will let go of it.
      usable = false;
      state = "the index is locked by another process";
      tell(file + " is caught up with when the lock is gone; nothing is missing meanwhile");
      return new IndexException(state, e);
    }
    FileStamp failed = opened;
    disconnect();
    if (Sqlite.damaged(e)) {
      moveAside(failed);
      failedAt = null;
      state = "the index was damaged";
      return new IndexException(state, e);
    }
    return unavailable("failed", e);
  }

  private IndexException unavailable(String what, @Nullable Exception cause) {
    usable = false;
    String code = cause instanceof SQLException e ? " (" + Sqlite.code(e).name() + ")" : "";
    state = "the index " + what + code;
    failedAt = Instant.now();
    tell(file + " is left as it is; answers come from the journals and are complete");
    return new IndexException(state, cause);
  }

  private void disconnect() {
    usable = false;
    Connection open = connection;
    connection = null;
    opened = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        state = "closing failed: " + Sqlite.code(e);
      }
    }
  }

  /** Gives a damaged file another name, unless somebody has; false when that fails. */
  private boolean moveAside(@Nullable FileStamp damaged) {
    try {
      Path target = files.moveAside(damaged);
      if (target != null) {
        movedAside = target;
        state = "the index was damaged";
        tell(file + " was moved to " + target + " and is made again from the journals");
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
