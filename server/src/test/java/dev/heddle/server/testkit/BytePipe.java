package dev.heddle.server.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A pipe between two threads with a buffer of a given size, like the operating system's: who writes
 * into a full one waits, who writes into one without a reader fails.
 */
public final class BytePipe {
  private final byte[] buffer;
  private int start; // guarded by this, as all that follows
  private int length;
  private boolean writerClosed;
  private boolean readerClosed;
  private boolean writerWaits;

  public BytePipe(int capacityBytes) {
    this.buffer = new byte[capacityBytes];
  }

  /** The end to write to; closing it is the end of input for the reader. */
  public OutputStream sink() {
    return new Sink();
  }

  /** The end to read from; closing it breaks the pipe for the writer. */
  public InputStream source() {
    return new Source();
  }

  /** Returns once a writer waits because the buffer is full. */
  public synchronized void awaitBlockedWriter() throws InterruptedException {
    while (!writerWaits) {
      wait();
    }
  }

  private synchronized void write(byte[] from, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      while (length == buffer.length && !readerClosed) {
        writerWaits = true;
        notifyAll();
        pause();
      }
      writerWaits = false;
      if (readerClosed || writerClosed) {
        throw new IOException("Broken pipe");
      }
      int end = (start + length) % buffer.length;
      int room = Math.min(buffer.length - length, buffer.length - end);
      int part = Math.min(room, count - done);
      System.arraycopy(from, offset + done, buffer, end, part);
      length += part;
      done += part;
      notifyAll();
    }
  }

  private synchronized int read(byte[] into, int offset, int count) throws IOException {
    while (length == 0 && !writerClosed && !readerClosed) {
      pause();
    }
    if (readerClosed) {
      throw new IOException("Stream closed");
    }
    if (length == 0) {
      return -1;
    }
    int part = Math.min(Math.min(length, buffer.length - start), count);
    System.arraycopy(buffer, start, into, offset, part);
    start = (start + part) % buffer.length;
    length -= part;
    notifyAll();
    return part;
  }

  private synchronized void close(boolean writer) {
    if (writer) {
      writerClosed = true;
    } else {
      readerClosed = true;
    }
    notifyAll();
  }

  @SuppressWarnings("WaitNotInLoop") // its callers loop
  private synchronized void pause() throws IOException {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private final class Sink extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      BytePipe.this.write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
      BytePipe.this.write(from, offset, count);
    }

    @Override
    public void close() {
      BytePipe.this.close(true);
    }
  }

  private final class Source extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return BytePipe.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      return count == 0 ? 0 : BytePipe.this.read(into, offset, count);
    }

    @Override
    public void close() {
      BytePipe.this.close(false);
    }
  }
}
