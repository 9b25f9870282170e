package dev.heddle.protocol.rpc;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A head, then one byte a given number of times, then a tail; none of it exists before it is read.
 */
final class GeneratedInputStream extends InputStream {
  private final byte[] head;
  private final byte filling;
  private final long fillingBytes;
  private final byte[] tail;
  private long position;

  GeneratedInputStream(String head, char filling, long fillingBytes, String tail) {
    this.head = head.getBytes(StandardCharsets.UTF_8);
    this.filling = (byte) filling;
    this.fillingBytes = fillingBytes;
    this.tail = tail.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    long inFilling = position - head.length;
    if (inFilling < 0) {
      return copy(head, (int) position, into, offset, length);
    }
    if (inFilling < fillingBytes) {
      int count = (int) Math.min(length, fillingBytes - inFilling);
      Arrays.fill(into, offset, offset + count, filling);
      position += count;
      return count;
    }
    int inTail = (int) (inFilling - fillingBytes);
    return inTail == tail.length ? -1 : copy(tail, inTail, into, offset, length);
  }

  private int copy(byte[] from, int start, byte[] into, int offset, int length) {
    int count = Math.min(length, from.length - start);
    System.arraycopy(from, start, into, offset, count);
    position += count;
    return count;
  }
}
