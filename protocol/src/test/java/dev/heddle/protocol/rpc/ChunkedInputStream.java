package dev.heddle.protocol.rpc;

import java.io.InputStream;

/** A stream that gives its bytes in reads of a fixed size, wherever that cuts them. */
final class ChunkedInputStream extends InputStream {
  private final byte[] bytes;
  private final int chunkBytes;
  private int position;

  ChunkedInputStream(byte[] bytes, int chunkBytes) {
    this.bytes = bytes;
    this.chunkBytes = chunkBytes;
  }

  @Override
  public int read() {
    return position == bytes.length ? -1 : bytes[position++] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (position == bytes.length) {
      return -1;
    }
    int count = Math.min(Math.min(length, chunkBytes), bytes.length - position);
    System.arraycopy(bytes, position, into, offset, count);
    position += count;
    return count;
  }
}
