package dev.heddle.protocol.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a sealed interface whose permitted records share one JSON object form, told apart by a tag
 * member: {@code {"type":"agentMessage","id":…}}. Each permitted record carries {@link Variant}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TaggedUnion {
  /** Name of the tag member. */
  String value() default "type";

  /** Name of the variant that an object without the tag is taken for; empty for none. */
  String untagged() default "";
}
