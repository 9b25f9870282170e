package dev.heddle.server.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * A function of the C library that takes up to three numbers or addresses and answers an {@code
 * int}.
 *
 * <p>All of them are called in one form, three words of 64 bits: Java makes some forty classes for
 * each form, which takes a process 5 ms and more. A function finds its arguments in the lower parts
 * of their registers and does not look at those it has none for, on x86-64 as on AArch64. Hence not
 * for what comes after the dots of a function such as {@code open}, which some systems expect on
 * the stack.
 *
 * <p><b>Thread-safety:</b> immutable.
 */
@SuppressWarnings("restricted") // The launcher enables native access.
public final class CFunction {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG),
          Linker.Option.captureCallState("errno"));
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

  private final MemorySegment address;

  private CFunction(MemorySegment address) {
    this.address = address;
  }

  /** Makes calls ready, unless they are: some 20 ms of a processor. */
  public static void warmUp() {
    // The class has been made ready when this is entered.
  }

  /**
   * The function of this name.
   *
   * @throws java.util.NoSuchElementException if this system has none
   */
  public static CFunction named(String name) {
    return new CFunction(LINKER.defaultLookup().findOrThrow(name));
  }

  /**
   * Calls it; what it takes fewer of is 0.
   *
   * @return what it answered, or the negative {@code errno} when that was below 0
   */
  public int call(long first, long second, long third) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      int answer = (int) (long) CALL.invokeExact(address, state, first, second, third);
      return answer < 0 ? -(int) ERRNO.get(state, 0L) : answer;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a function of the C library cannot be called", e);
    }
  }
}
