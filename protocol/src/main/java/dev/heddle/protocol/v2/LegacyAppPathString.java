package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.OneOf;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A path in the notation of the machine that it belongs to. */
@OneOf(String.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface LegacyAppPathString {}
