package dev.heddle.protocol.rpc;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A stream that shows each line to a {@link WireTap} before the reader gets its last byte. One
 * thread reads. A line is kept in memory until it is complete.
 */
final class TappedInput extends FilterInputStream {
  private final WireTap tap;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  TappedInput(InputStream in, WireTap tap) {
    super(in);
    this.tap = tap;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count < 0) {
      show(); // the last line may lack its end
      return count;
    }
    int start = offset;
    for (int i = offset; i < offset + count; i++) {
      if (buffer[i] == '\n') {
        line.write(buffer, start, i - start);
        tap.received(line.toString(StandardCharsets.UTF_8));
        line.reset();
        start = i + 1;
      }
    }
    line.write(buffer, start, offset + count - start);
    return count;
  }

  private void show() {
    if (line.size() > 0) {
      tap.received(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }
}
