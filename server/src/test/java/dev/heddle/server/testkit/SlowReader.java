package dev.heddle.server.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** A client's end of the server's output that reads nothing until it is released. */
public final class SlowReader extends FilterInputStream {
  private final CountDownLatch released = new CountDownLatch(1);

  public SlowReader(InputStream in) {
    super(in);
  }

  /** Lets reads through from now on. */
  public void release() {
    released.countDown();
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

  private void awaitRelease() throws IOException {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
