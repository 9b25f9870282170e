package dev.heddle.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.heddle.server.store.ThreadStoreException.Kind;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** Asserts that a step fails in the way the SPI names. */
final class Failures {
  private Failures() {}

  static AbstractThrowableAssert<?, ?> assertRefused(
      String step, Kind kind, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).as(step).isInstanceOf(ThreadStoreException.class);
    assertThat(((ThreadStoreException) thrown).kind()).as(step + ": kind").isEqualTo(kind);
    return assertThat(thrown).as(step);
  }

  /**
   * Takes a step, and again while it is refused because of another process: who changes something
   * all the time may keep others from it for longer than these wait.
   */
  static <T extends @Nullable Object> T patiently(Supplier<T> step) {
    while (true) {
      try {
        return step.get();
      } catch (ThreadStoreException e) {
        if (e.kind() != Kind.LOCKED) {
          throw e;
        }
      }
    }
  }
}
