package dev.heddle.protocol.rpc;

import org.jspecify.annotations.Nullable;

/**
 * What annotations say of types, written down by a build so that no process has to find it out
 * again: see {@link WireForms#marks}. Thread-safe.
 */
@FunctionalInterface
public interface WrittenMarks {
  /** The marks of a type, or null if they are not written down. */
  @Nullable String of(Class<?> type);
}
