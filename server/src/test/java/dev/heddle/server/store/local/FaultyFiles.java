package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Files whose writes fail on demand: wholly, after a part, or after everything was written. */
final class FaultyFiles implements LogIo {
  private final LogIo disk = new DiskLogIo();
  private volatile int bytesBeforeFailure = -1;
  private volatile boolean truncateFails;
  private volatile boolean forceFails;
  private final Semaphore held = new Semaphore(0);
  private volatile @Nullable CountDownLatch gate;
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger forces = new AtomicInteger();
  private final AtomicInteger directoryForces = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  /** From now on a write stores so many bytes, at most, and fails. */
  void failAfter(int bytes) {
    bytesBeforeFailure = bytes;
  }

  void failTruncate(boolean fails) {
    truncateFails = fails;
  }

  void failForce(boolean fails) {
    forceFails = fails;
  }

  void heal() {
    bytesBeforeFailure = -1;
    truncateFails = false;
    forceFails = false;
  }

  /** Writes wait until the latch opens. */
  void hold(@Nullable CountDownLatch latch) {
    gate = latch;
  }

  /** Waits until a write waits at the latch. */
  void awaitHeld() {
    held.acquireUninterruptibly();
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

  @Override
  public LogFile open(Path path) throws IOException {
    LogFile file = disk.open(path);
    return new LogFile() {
      @Override
      public long size() throws IOException {
        return file.size();
      }

      @Override
      public void append(ByteBuffer bytes) throws IOException {
        CountDownLatch latch = gate;
        if (latch != null) {
          held.release();
          awaitUninterruptibly(latch);
        }
        writes.incrementAndGet();
        int room = bytesBeforeFailure;
        if (room < 0) {
          file.append(bytes);
          return;
        }
        ByteBuffer part = bytes.slice(bytes.position(), Math.min(room, bytes.remaining()));
        file.append(part);
        failures.incrementAndGet();
        throw new IOException("injected");
      }

      @Override
      public int read(ByteBuffer into, long offset) throws IOException {
        return file.read(into, offset);
      }

      @Override
      public void truncate(long size) throws IOException {
        if (truncateFails) {
          throw new IOException("injected");
        }
        file.truncate(size);
      }

      @Override
      public void force() throws IOException {
        forces.incrementAndGet();
        if (forceFails) {
          failures.incrementAndGet();
          throw new IOException("injected");
        }
        file.force();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Override
  public @Nullable FileStamp stamp(Path path) throws IOException {
    return disk.stamp(path);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    directoryForces.incrementAndGet();
    disk.forceDirectory(directory);
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(path);
  }

  @Override
  public void recreate(LogFile from, Path to) throws IOException {
    disk.recreate(from, to);
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
