package dev.heddle.server;

import java.util.function.LongSupplier;

/**
 * The return of memory that a busy hour has left: when the heap has grown and then nothing was
 * allocated for a while, it is collected once, so that it shrinks. The collector does so only when
 * it is asked, or when it runs anyway.
 *
 * <p><b>Thread-safety:</b> used by one thread.
 */
final class IdleMemory {
  /** Ticks without work before anything is done. */
  static final int QUIET_TICKS = 20;

  /** What the heap begins with, and some; a smaller one is not worth a collection. */
  static final long WORTH_IT_BYTES = 64L << 20;

  /** What may be allocated in a tick by a server that does nothing. */
  private static final long IDLE_BYTES = 256 << 10;

  private final LongSupplier committedBytes;
  private final LongSupplier usedBytes;
  private final Runnable collect;
  private long lastUsed;
  private int quietTicks;
  private boolean collected;

  IdleMemory(LongSupplier committedBytes, LongSupplier usedBytes, Runnable collect) {
    this.committedBytes = committedBytes;
    this.usedBytes = usedBytes;
    this.collect = collect;
  }

  /** This process's. */
  static IdleMemory ofThisProcess() {
    Runtime runtime = Runtime.getRuntime();
    return new IdleMemory(
        runtime::totalMemory, () -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
  }

  /** Looks once; to be called at regular times. */
  void tick() {
    long used = usedBytes.getAsLong();
    boolean idle = Math.abs(used - lastUsed) < IDLE_BYTES;
    lastUsed = used;
    if (!idle) {
      quietTicks = 0;
      collected = false;
      return;
    }
    quietTicks++;
    if (!collected && quietTicks >= QUIET_TICKS && committedBytes.getAsLong() > WORTH_IT_BYTES) {
      collect.run();
      collected = true;
      lastUsed = usedBytes.getAsLong();
    }
  }
}
