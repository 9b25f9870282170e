package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.OneOf;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The id of a thread: a UUID. */
@OneOf(String.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface ThreadId {}
