package dev.heddle.server.libc;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.NoSuchElementException;

/**
 * A function of the C library that answers an {@code int}.
 *
 * <p>Through JNA, because Java's own way, {@code java.lang.foreign}, has each process make a dozen
 * classes at run time and link three hundred: 20 ms of a processor before the first call.
 *
 * <p><b>Thread-safety:</b> immutable.
 */
public final class CFunction {
  private final Function function;

  private CFunction(Function function) {
    this.function = function;
  }

  /** Makes calls ready, unless they are: some milliseconds of a processor. */
  public static void warmUp() {
    var unused = named("getpid").call();
  }

  /**
   * The function of this name.
   *
   * @throws NoSuchElementException if this system has none
   */
  public static CFunction named(String name) {
    try {
      return new CFunction(NativeLibrary.getProcess().getFunction(name));
    } catch (UnsatisfiedLinkError e) {
      throw new NoSuchElementException("this system has no " + name, e);
    }
  }

  /** {@code text} as C has it: in UTF-8, with a zero behind it. */
  public static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  /**
   * Calls it.
   *
   * @param arguments numbers, as {@code Integer} or {@code Long} as the function takes them, and
   *     arrays of bytes, which it may change. Not for what comes after the dots of a function such
   *     as {@code open}, which some systems expect in another place.
   * @return what it answered, or the negative {@code errno} when that was below 0
   */
  public int call(Object... arguments) {
    int answer = function.invokeInt(arguments);
    return answer < 0 ? -Native.getLastError() : answer;
  }
}
