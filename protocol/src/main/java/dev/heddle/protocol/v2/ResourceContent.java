package dev.heddle.protocol.v2;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.OneOf;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Content of a resource of an MCP server, as MCP defines it; passed through unread. */
@OneOf(JsonObject.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface ResourceContent {}
