package dev.heddle.server.process;

import java.io.ByteArrayOutputStream;

/**
 * The beginning and the end of what a process printed, in bounded memory; what was between them is
 * counted.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class BoundedOutput {
  private final int headBytes;
  private final byte[] tail;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream(); // guarded by this
  private long behindHead; // bytes that came when the head was full; guarded by this

  /** Keeps at most this much, half of it of the beginning. */
  public BoundedOutput(int maxBytes) {
    this.headBytes = maxBytes / 2;
    this.tail = new byte[maxBytes - headBytes];
  }

  /** Adds what was printed next. */
  public synchronized void append(byte[] bytes) {
    int toHead = Math.min(bytes.length, headBytes - head.size());
    head.write(bytes, 0, toHead);
    int from = Math.max(toHead, bytes.length - tail.length);
    behindHead += from - toHead; // overwritten at once
    for (int i = from; i < bytes.length; ) {
      int at = (int) (behindHead % tail.length);
      int length = Math.min(bytes.length - i, tail.length - at);
      System.arraycopy(bytes, i, tail, at, length);
      i += length;
      behindHead += length;
    }
  }

  /** How much was printed in all. */
  public synchronized long totalBytes() {
    return head.size() + behindHead;
  }

  /** How much of it is lost. */
  public synchronized long droppedBytes() {
    return Math.max(0, behindHead - tail.length);
  }

  /** What is kept of the beginning: all, when nothing was dropped. */
  public synchronized byte[] head() {
    if (droppedBytes() > 0) {
      return head.toByteArray();
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.toByteArray());
    all.write(tail, 0, (int) behindHead);
    return all.toByteArray();
  }

  /** What is kept of the end; empty when nothing was dropped. */
  public synchronized byte[] tail() {
    if (droppedBytes() == 0) {
      return new byte[0];
    }
    int start = (int) (behindHead % tail.length);
    byte[] ordered = new byte[tail.length];
    System.arraycopy(tail, start, ordered, 0, tail.length - start);
    System.arraycopy(tail, 0, ordered, tail.length - start, start);
    return ordered;
  }

  /** Forgets everything; for one who takes output piece by piece. */
  public synchronized void clear() {
    head.reset();
    behindHead = 0;
  }
}
