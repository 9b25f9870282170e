package dev.heddle.protocol.v2;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.OneOf;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The configuration as it was read; clients look for single keys in it. */
@OneOf(JsonObject.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Config {}
