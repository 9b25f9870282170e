package dev.heddle.protocol.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an {@code int} or {@code long} record component (or its box) that is unsigned on the wire
 * and may not be negative. {@link #value} is the width there. A value that fits the wire's width
 * but not the Java type, such as a limit of 4294967295 in an {@code int}, becomes the type's
 * largest value. Without this mark an {@code int} is the wire's {@code i32} and a {@code long} its
 * {@code i64}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Unsigned {
  /** Width on the wire: 16, 32 or 64 bits. */
  int value() default 32;
}
