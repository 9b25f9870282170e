package dev.heddle.protocol.rpc;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request member with three meanings: absent keeps the stored value, {@code null} clears it, a
 * value sets it. Immutable.
 *
 * @param <T> type of the value
 */
public final class Settable<T> {
  private static final Settable<?> KEEP = new Settable<>(false, null);
  private static final Settable<?> CLEAR = new Settable<>(true, null);

  private final boolean present;
  private final @Nullable T value;

  private Settable(boolean present, @Nullable T value) {
    this.present = present;
    this.value = value;
  }

  /** The member was absent: leave what is stored. */
  @SuppressWarnings("unchecked")
  public static <T> Settable<T> keep() {
    return (Settable<T>) KEEP;
  }

  /** The member was {@code null}: remove what is stored. */
  @SuppressWarnings("unchecked")
  public static <T> Settable<T> clear() {
    return (Settable<T>) CLEAR;
  }

  /** The member had this value. */
  public static <T> Settable<T> set(T value) {
    return new Settable<>(true, Objects.requireNonNull(value, "value"));
  }

  /** Whether the member was present, as a value or as {@code null}. */
  public boolean isPresent() {
    return present;
  }

  /** The value, or null when the member was absent or {@code null}. */
  public @Nullable T value() {
    return value;
  }

  /** What is stored after this change is applied to {@code current}. */
  public @Nullable T applyTo(@Nullable T current) {
    return present ? value : current;
  }

  /** The same change with the value, if any, converted. */
  public <R> Settable<R> map(Function<? super T, ? extends R> convert) {
    if (value != null) {
      return set(convert.apply(value));
    }
    return present ? clear() : keep();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settable<?> that
        && that.present == present
        && Objects.equals(that.value, value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(present, value);
  }

  @Override
  public String toString() {
    return value != null ? "set(" + value + ")" : present ? "clear" : "keep";
  }
}
