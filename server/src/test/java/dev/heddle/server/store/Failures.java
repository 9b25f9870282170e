package dev.heddle.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.heddle.server.store.ThreadStoreException.Kind;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

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
}
