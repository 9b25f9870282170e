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

  /** Signals a whole process group; false when there is none, or it is not ours. */
  static boolean toGroup(long groupId, int signal) {
    if (groupId <= 1) {
      throw new IllegalArgumentException("not a child: " + groupId);
    }
    return KILL_2.call(Math.toIntExact(-groupId), signal) == 0;
  }
}
