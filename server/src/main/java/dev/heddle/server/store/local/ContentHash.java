package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A hash of all bytes of a file up to a place, which goes on from an earlier place without the
 * bytes before it: a CRC-32C, whose values of two pieces make that of the whole.
 *
 * <p>The same bytes have the same hash however they were read in pieces. It tells damage and
 * editing; it is no defence against somebody who wants two files to have one hash.
 */
final class ContentHash {
  /** Of no bytes. */
  static final String EMPTY = "0";

  /** The polynomial of CRC-32C, lowest power in the highest bit. */
  private static final int POLYNOMIAL = 0x82F63B78;

  private static final int BUFFER_BYTES = 1 << 16;

  private ContentHash() {}

  /** The hash up to {@code to}, given the one up to {@code from}. */
  static String extend(String hash, Path path, long from, long to) throws IOException {
    if (from == to) {
      return hash;
    }
    CRC32C added = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, to - from));
    long at = from;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (at < to) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
        int read = channel.read(buffer, at);
        if (read <= 0) {
          break; // cut off meanwhile: the hash is of what there was
        }
        added.update(buffer.flip());
        at += read;
      }
    }
    int before = Integer.parseUnsignedInt(hash, 16);
    return Integer.toHexString(combined(before, (int) added.getValue(), at - from));
  }

  /** The hash up to a place. */
  static String of(Path path, long to) throws IOException {
    return extend(EMPTY, path, 0, to);
  }

  /** The CRC of two pieces of bytes, from theirs and the length of the second. */
  static int combined(int first, int second, long secondBytes) {
    if (first == 0) {
      return second; // as of every file that is read from its start
    }
    return multiplied(powerOfX(8 * secondBytes), first) ^ second;
  }

  /** The product of two polynomials, modulo that of the CRC. */
  private static int multiplied(int a, int b) {
    int product = 0;
    int shifted = b;
    for (int bit = 1 << 31; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) != 0 ? shifted >>> 1 ^ POLYNOMIAL : shifted >>> 1;
    }
    return product;
  }

  /** The polynomial x to the n, modulo that of the CRC, by squaring. */
  private static int powerOfX(long n) {
    int power = 1 << 31; // 1
    int square = 1 << 30; // x
    for (long left = n; left != 0; left >>>= 1) {
      if ((left & 1) != 0) {
        power = multiplied(square, power);
      }
      square = multiplied(square, square);
    }
    return power;
  }
}
