package dev.heddle.server.connection;

import dev.heddle.protocol.rpc.WireLine;
import dev.heddle.server.log.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line in an {@link Outbox}, not yet written: finished bytes, or the text of deltas that are
 * made into bytes when the writer takes them. <b>Thread-safety:</b> guarded by the outbox's lock
 * until the writer took it, then the writer's alone.
 */
final class OutboxEntry {
  private static final Log LOG = Log.of(OutboxEntry.class);

  /** What an entry costs beside its text: objects, and the envelope of a delta's line. */
  private static final int OVERHEAD_BYTES = 256;

  private final @Nullable String threadId;
  private final @Nullable WireLine line;
  private final @Nullable DeltaText deltas;
  private final List<Runnable> onFlushed = new ArrayList<>(0);
  private long chargedBytes;
  private boolean held;

  private OutboxEntry(
      @Nullable String threadId, @Nullable WireLine line, @Nullable DeltaText deltas, long charge) {
    this.threadId = threadId;
    this.line = line;
    this.deltas = deltas;
    this.chargedBytes = charge;
  }

  static OutboxEntry ofLine(
      @Nullable String threadId, WireLine line, @Nullable Runnable onFlushed) {
    OutboxEntry entry = new OutboxEntry(threadId, line, null, OVERHEAD_BYTES + line.length());
    if (onFlushed != null) {
      entry.onFlushed.add(onFlushed);
    }
    return entry;
  }

  static OutboxEntry ofDeltas(String threadId, DeltaText deltas) {
    return new OutboxEntry(threadId, null, deltas, OVERHEAD_BYTES + (long) deltas.length());
  }

  /** The thread it is about; null when it may be about any. */
  @Nullable String threadId() {
    return threadId;
  }

  /** What the outbox accounts for it. */
  long chargedBytes() {
    return chargedBytes;
  }

  /** Keeps the writer from this entry and those behind it, or lets it go on. */
  void hold(boolean now) {
    held = now;
  }

  /** Whether it, and what is queued behind it, must not be written yet. */
  boolean held() {
    return held;
  }

  /** Adds text to these deltas, if the line stays short enough; returns whether it did. */
  boolean merge(String text, long nowMs) {
    if (deltas == null || !deltas.append(text, nowMs)) {
      return false;
    }
    chargedBytes += text.length();
    return true;
  }

  /** Writes the line, or nothing if it cannot be made, which is a fault of the program. */
  void writeTo(OutputStream out) throws IOException {
    if (line != null) {
      line.writeTo(out);
    } else if (deltas != null) {
      out.write(made(deltas));
    }
  }

  private static byte[] made(DeltaText deltas) {
    try {
      return deltas.toLine();
    } catch (RuntimeException e) {
      LOG.error("a delta could not be written", e);
      return new byte[0];
    }
  }

  /** To be called once, after the line was written or given up. */
  void flushed() {
    for (Runnable each : onFlushed) {
      try {
        each.run();
      } catch (RuntimeException e) {
        LOG.error("an action after a written line failed", e);
      }
    }
  }
}
