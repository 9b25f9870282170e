package dev.heddle.server.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Signals to processes and process groups: {@code kill(2)}, because Java can only signal one
 * process.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class Signals {
  static final int TERM = 15;
  static final int KILL = 9;

  private static final MethodHandle KILL_2 = kill();

  private Signals() {}

  @SuppressWarnings("restricted") // The launcher enables native access.
  private static MethodHandle kill() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("kill"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  /** Signals one process; nothing when it is gone. */
  static void toProcess(long pid, int signal) {
    send(pid, signal);
  }

  /** Signals a whole process group; nothing when it is gone. */
  static void toGroup(long groupId, int signal) {
    send(-groupId, signal);
  }

  private static void send(long target, int signal) {
    if (target == 0 || target == -1 || target == 1) {
      throw new IllegalArgumentException("not a child: " + target);
    }
    try {
      int unused = (int) KILL_2.invokeExact((int) target, signal);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) cannot be called", e);
    }
  }
}
