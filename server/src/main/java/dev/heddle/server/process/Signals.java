package dev.heddle.server.process;

import dev.heddle.server.libc.CFunction;

/**
 * Signals to process groups: {@code kill(2)}, because Java can only signal one process.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class Signals {
  static final int TERM = 15;
  static final int KILL = 9;

  private static final CFunction KILL_2 = CFunction.named("kill");

  private Signals() {}

  /** Signals a whole process group; nothing when it is gone. */
  static void toGroup(long groupId, int signal) {
    if (groupId <= 1) {
      throw new IllegalArgumentException("not a child: " + groupId);
    }
    int unused = KILL_2.call(-groupId, signal, 0); // below 0: it is gone, or not ours any more
  }
}
