package dev.heddle.protocol.rpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * One line of the wire, in pieces: a long one need not be in one piece of memory.
 *
 * <p><b>Thread-safety:</b> immutable.
 */
public final class WireLine {
  private final List<byte[]> pieces;
  private final long length;

  WireLine(List<byte[]> pieces) {
    this.pieces = List.copyOf(pieces);
    long bytes = 0; // a stream would cost more than the rest of a short line
    for (byte[] piece : pieces) {
      bytes += piece.length;
    }
    this.length = bytes;
  }

  /** How many bytes it has, its line feed included. */
  public long length() {
    return length;
  }

  /** Writes all of it. */
  public void writeTo(OutputStream out) throws IOException {
    for (byte[] piece : pieces) {
      out.write(piece);
    }
  }

  /**
   * All of it in one piece.
   *
   * @throws OutOfMemoryError for more than an array can hold
   */
  public byte[] toByteArray() {
    if (pieces.size() == 1) {
      return pieces.get(0).clone();
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream(Math.toIntExact(length));
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
