package dev.heddle.protocol.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A splitter of bytes into lines, at 0x0A and nothing else: U+2028 and the like are ordinary text.
 * A line beyond the limit is skimmed: its head and tail are kept, the rest is dropped as it comes,
 * so memory stays within the limit and a few kilobytes however long the line is. One thread.
 */
final class LineReader {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int TAIL_BYTES = 1024;

  private final InputStream in;
  private final int maxLineBytes;

  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int position;
  private int limit;

  // The line so far, when it is spread over several chunks.
  private byte[] held = new byte[0];
  private int heldLength;
  private boolean oversized;
  private byte[] tail = new byte[0];

  LineReader(InputStream in, int maxLineBytes) {
    if (maxLineBytes <= 0) {
      throw new IllegalArgumentException("maxLineBytes " + maxLineBytes);
    }
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /** The next line, valid until the next call, or null at the end of input. */
  @Nullable InputLine next() throws IOException {
    forgetLine();
    while (true) {
      if (position == limit && !fill()) {
        return heldLength == 0 ? null : heldLine(false);
      }
      int start = position;
      int newline = indexOfNewline();
      int end = newline < 0 ? limit : newline;
      position = newline < 0 ? limit : newline + 1;
      if (newline >= 0 && heldLength == 0 && end - start <= maxLineBytes) {
        return new InputLine(chunk, start, end - start, false, tail, true);
      }
      hold(start, end);
      if (newline >= 0) {
        return heldLine(true);
      }
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(chunk));
    return limit > 0;
  }

  private int indexOfNewline() {
    for (int i = position; i < limit; i++) {
      if (chunk[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void hold(int start, int end) {
    int kept = Math.min(end - start, maxLineBytes - heldLength);
    if (heldLength + kept > held.length) {
      long wanted = Math.max(2L * held.length, Math.max(heldLength + kept, CHUNK_BYTES));
      held = Arrays.copyOf(held, (int) Math.min(wanted, maxLineBytes));
    }
    System.arraycopy(chunk, start, held, heldLength, kept);
    heldLength += kept;
    if (kept < end - start) {
      if (!oversized) {
        oversized = true;
        keepTail(held, 0, heldLength);
      }
      keepTail(chunk, start + kept, end);
    }
  }

  private void keepTail(byte[] from, int start, int end) {
    int fresh = Math.min(end - start, TAIL_BYTES);
    int old = Math.min(tail.length, TAIL_BYTES - fresh);
    byte[] joined = new byte[old + fresh];
    System.arraycopy(tail, tail.length - old, joined, 0, old);
    System.arraycopy(from, end - fresh, joined, old, fresh);
    tail = joined;
  }

  private InputLine heldLine(boolean terminated) {
    return new InputLine(held, 0, heldLength, oversized, tail, terminated);
  }

  private void forgetLine() {
    heldLength = 0;
    oversized = false;
    tail = new byte[0];
    if (held.length > CHUNK_BYTES) {
      held = new byte[0]; // one long line does not cost memory for ever
    }
  }
}
