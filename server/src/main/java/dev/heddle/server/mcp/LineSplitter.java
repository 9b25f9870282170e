package dev.heddle.server.mcp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes lines of bytes that come in pieces. Used by one thread. */
final class LineSplitter {
  private static final int KEPT_BYTES = 64 << 10;

  private final int maxBytes;
  private final Consumer<String> lines;
  private ByteArrayOutputStream begun = new ByteArrayOutputStream();

  /**
   * @param maxBytes of one line
   * @param lines takes each, without its end; empty ones are left out
   */
  LineSplitter(int maxBytes, Consumer<String> lines) {
    this.maxBytes = maxBytes;
    this.lines = lines;
  }

  /**
   * Takes the next piece.
   *
   * @return false when a line is longer than allowed; what follows is lost
   */
  boolean accept(byte[] bytes) {
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        if (!keep(bytes, start, i)) {
          return false;
        }
        String line = begun.toString(StandardCharsets.UTF_8).strip();
        forget();
        if (!line.isEmpty()) {
          lines.accept(line);
        }
        start = i + 1;
      }
    }
    return keep(bytes, start, bytes.length);
  }

  private void forget() {
    if (begun.size() > KEPT_BYTES) {
      begun = new ByteArrayOutputStream(); // one long line does not cost memory for ever
    } else {
      begun.reset();
    }
  }

  private boolean keep(byte[] bytes, int from, int to) {
    if (begun.size() + (to - from) > maxBytes) {
      return false;
    }
    begun.write(bytes, from, to - from);
    return true;
  }
}
