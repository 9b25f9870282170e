package dev.heddle.protocol.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a params record that a request may leave out: absent or null params are an empty object.
 * Without this mark they are an error, even where every member has a default.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OptionalParams {}
