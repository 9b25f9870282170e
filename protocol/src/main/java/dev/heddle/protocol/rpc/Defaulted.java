package dev.heddle.protocol.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record component that may be absent in input and then takes a default: {@link #value}, or
 * its type's empty value, which is false, zero, the empty list, the empty map, an enum's first
 * constant. Without this mark an absent, non-nullable member is a decode error ({@code missing
 * field}). An explicit {@code null} is still an error.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Defaulted {
  /** The default as JSON; empty for the type's empty value. */
  String value() default "";
}
