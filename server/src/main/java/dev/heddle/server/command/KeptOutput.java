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
  private long left; // guarded by this
  private boolean full; // written under this

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

  /** The piece that reaches the bound is the last, even if nothing of it is left over. */
  void append(byte[] bytes) {
    byte[] taken = take(bytes);
    if (output != null && taken != null) {
      output.accept(error, taken, full);
    }
  }

  /** As much of it as is wanted; null when nothing more is. */
  private synchronized byte @Nullable [] take(byte[] bytes) {
    if (full) {
      return null;
    }
    full = bytes.length >= left;
    byte[] taken = full ? Arrays.copyOf(bytes, (int) left) : bytes;
    left -= taken.length;
    if (output == null) {
      kept.writeBytes(taken);
    }
    return taken;
  }

  synchronized CommandResult.Printed kept() {
    return new CommandResult.Printed(kept.toByteArray(), full);
  }
}
