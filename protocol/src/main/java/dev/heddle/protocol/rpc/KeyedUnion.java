package dev.heddle.protocol.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a sealed interface whose permitted records are told apart by a key: a record without
 * components is the bare string {@code "other"}, any other is an object with one member, {@code
 * {"granular":{…}}}. A record with the single component named {@code value} carries that value
 * itself under the key, {@code {"custom":"x"}}. Each permitted record carries {@link Variant}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KeyedUnion {}
