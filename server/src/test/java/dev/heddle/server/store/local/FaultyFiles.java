package dev.heddle.server.store.local;

import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.journal.Backlog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Files whose changes fail on demand: writes wholly, after a part, or after everything was written;
 * forces; or every change from the n-th on, as if the process had died there.
 */
public final class FaultyFiles implements LogIo {
  private final LogIo disk = new DiskLogIo();
  private volatile int bytesBeforeFailure = -1;
  private volatile boolean truncateFails;
  private volatile boolean forceFails;
  private final Semaphore held = new Semaphore(0);
  private volatile @Nullable CountDownLatch gate;
  private volatile @Nullable String gatedPath;
  private final AtomicInteger opens = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger forces = new AtomicInteger();
  private final AtomicInteger directoryForces = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger steps = new AtomicInteger();
  private volatile int lastStep = Integer.MAX_VALUE;
  private final AtomicReference<@Nullable Runnable> beforeSize = new AtomicReference<>();

  /** A store whose files these are. */
  public ThreadStore open(Path home, Durability durability, Backlog limit) {
    return new LocalThreadStore(
        new CodexHome(home, ZoneOffset.UTC), durability, limit, this, Clock.systemUTC());
  }

  /** A store with everything in blobs that has so many chars. */
  public static ThreadStore openWithBlobs(Path home, int largeChars) {
    return new LocalThreadStore(
        new CodexHome(home, ZoneOffset.UTC),
        Durability.DEFAULT,
        Backlog.DEFAULT,
        largeChars,
        new DiskLogIo(),
        Clock.systemUTC());
  }

  /** From now on a write stores so many bytes, at most, and fails. */
  public void failAfter(int bytes) {
    bytesBeforeFailure = bytes;
  }

  void failTruncate(boolean fails) {
    truncateFails = fails;
  }

  public void failForce(boolean fails) {
    forceFails = fails;
  }

  /** So many changes succeed from now on, and all others fail. */
  public void dieAfter(int changes) {
    steps.set(0);
    lastStep = changes;
  }

  /** Changes since {@link #dieAfter}, whether they succeeded or not. */
  public int steps() {
    return steps.get();
  }

  public void heal() {
    bytesBeforeFailure = -1;
    truncateFails = false;
    forceFails = false;
    lastStep = Integer.MAX_VALUE;
  }

  /** Writes wait until the latch opens. */
  public void hold(@Nullable CountDownLatch latch) {
    gatedPath = null;
    gate = latch;
  }

  /** Writes to files whose path contains {@code part} wait until the latch opens. */
  public void holdOnly(String part, CountDownLatch latch) {
    gatedPath = part;
    gate = latch;
  }

  /** Before an open file is next asked for its size, as right before a write, this happens. */
  void beforeNextSize(Runnable happens) {
    beforeSize.set(happens);
  }

  /** Waits until a write waits at the latch. */
  public void awaitHeld() {
    held.acquireUninterruptibly();
  }

  /** How often a file was opened. */
  int opens() {
    return opens.get();
  }

  int writes() {
    return writes.get();
  }

  int forces() {
    return forces.get();
  }

  int directoryForces() {
    return directoryForces.get();
  }

  int failures() {
    return failures.get();
  }

  private void step() throws IOException {
    if (steps.incrementAndGet() > lastStep) {
      throw new IOException("dead");
    }
  }

  @Override
  public LogFile open(Path path) throws IOException {
    step();
    opens.incrementAndGet();
    return new PassingLogFile(disk.open(path)) {
      @Override
      public void write(ByteBuffer bytes, long offset) throws IOException {
        CountDownLatch latch = gate;
        String part = gatedPath;
        if (latch != null && (part == null || path.toString().contains(part))) {
          held.release();
          awaitUninterruptibly(latch);
        }
        step();
        writes.incrementAndGet();
        int room = bytesBeforeFailure;
        if (room < 0) {
          super.write(bytes, offset);
          return;
        }
        ByteBuffer some = bytes.slice(bytes.position(), Math.min(room, bytes.remaining()));
        super.write(some, offset);
        failures.incrementAndGet();
        throw new IOException("injected");
      }

      @Override
      public long size() throws IOException {
        Runnable happens = beforeSize.getAndSet(null);
        if (happens != null) {
          happens.run();
        }
        return super.size();
      }

      @Override
      public void truncate(long size) throws IOException {
        step();
        if (truncateFails) {
          throw new IOException("injected");
        }
        super.truncate(size);
      }

      @Override
      public void force() throws IOException {
        step();
        forces.incrementAndGet();
        if (forceFails) {
          failures.incrementAndGet();
          throw new IOException("injected");
        }
        super.force();
      }
    };
  }

  @Override
  public @Nullable FileStamp stamp(Path path) throws IOException {
    return disk.stamp(path);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    step();
    directoryForces.incrementAndGet();
    disk.forceDirectory(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step();
    disk.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    step();
    disk.delete(path);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
