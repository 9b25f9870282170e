package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.OneOf;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How long a model may think; a word that the model knows. */
@OneOf(String.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface ReasoningEffort {}
