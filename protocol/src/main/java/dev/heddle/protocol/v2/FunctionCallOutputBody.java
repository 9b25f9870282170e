package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.OneOf;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a tool has to say: a text, or several pieces. */
@OneOf(value = String.class, listsOf = FunctionCallOutputContentItem.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface FunctionCallOutputBody {}
