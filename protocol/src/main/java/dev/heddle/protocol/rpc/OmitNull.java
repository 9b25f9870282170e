package dev.heddle.protocol.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a nullable record component that is left out of the JSON object when it is null. A nullable
 * component without this mark is written as an explicit {@code null}, which is the rule of this
 * wire.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OmitNull {}
