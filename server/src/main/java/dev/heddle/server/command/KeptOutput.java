package dev.heddle.server.command;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of one stream, up to a bound: kept, or handed on as it comes.
 *
 * <p><b>Thread-safety:</b> written by the stream's thread; {@link #kept} is thread-safe.
 */
final class KeptOutput {
  private final boolean error;
  private final @Nullable CommandOutput output;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long left;

  /**
   * Nothing yet.
   *
   * @param capBytes how much is kept or handed on
   * @param output takes it; null to keep it
   */
  KeptOutput(boolean error, long capBytes, @Nullable CommandOutput output) {
    this.error = error;
    this.left = capBytes;
    this.output = output;
  }

  void append(byte[] bytes) {
    if (left == 0) {
      return;
    }
    boolean last = bytes.length > left;
    byte[] taken = last ? Arrays.copyOf(bytes, (int) left) : bytes;
    left -= taken.length;
    if (output == null) {
      kept.writeBytes(taken);
    } else {
      output.accept(error, taken, last);
    }
  }

  byte[] kept() {
    return kept.toByteArray();
  }
}
