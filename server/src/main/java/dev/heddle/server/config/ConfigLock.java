package dev.heddle.server.config;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Holds the right to change a home's configuration, of which each change needs all that were made
 * before. Programs other than ours do not ask for it.
 *
 * <p><b>Files:</b> {@code heddle/config.lock}, empty, which stays.
 *
 * <p><b>Thread-safety:</b> the thread that took it closes it.
 */
final class ConfigLock implements AutoCloseable {
  /** How long another process may take for its change. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(10);

  // Closing a second channel of this process would end the lock of the first.
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final FileChannel channel;

  private ConfigLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for it.
   *
   * @throws IOException also when another process holds it for too long
   */
  static ConfigLock take(Path home) throws IOException {
    IN_PROCESS.lock();
    FileChannel channel = null;
    boolean taken = false;
    try {
      Path folder = Files.createDirectories(home.resolve("heddle"));
      channel =
          FileChannel.open(
              folder.resolve("config.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      await(channel);
      taken = true;
      return new ConfigLock(channel);
    } finally {
      if (!taken) {
        release(channel);
      }
    }
  }

  private static void await(FileChannel channel) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (channel.tryLock() == null) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("another server is changing the configuration");
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }

  private static void release(@Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close(); // and with it the lock
      }
    } finally {
      IN_PROCESS.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    release(channel);
  }
}
