package dev.heddle.protocol.rpc;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A stream that shows each line to a {@link WireTap} before it is written. Each write is one whole
 * line, as {@link NdjsonMessageConsumer} writes them, one at a time.
 */
final class TappedOutput extends FilterOutputStream {
  private final WireTap tap;

  TappedOutput(OutputStream out, WireTap tap) {
    super(out);
    this.tap = tap;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    tap.sent(new String(bytes, offset, length - 1, StandardCharsets.UTF_8));
    out.write(bytes, offset, length);
  }
}
