package dev.heddle.server.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A client's end of the server's output that reads nothing while it is held, as it is at first. A
 * read that waits for output when it is held gets that first.
 *
 * <p>Thread-safe.
 */
public final class SlowReader extends FilterInputStream {
  private boolean held = true; // guarded by this

  public SlowReader(InputStream in) {
    super(in);
  }

  /** Lets no read through from now on. */
  public synchronized void hold() {
    held = true;
  }

  /** Lets reads through from now on. */
  public synchronized void release() {
    held = false;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    awaitRelease();
    return super.read();
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    awaitRelease();
    return super.read(into, offset, count);
  }

  private synchronized void awaitRelease() throws IOException {
    try {
      while (held) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
