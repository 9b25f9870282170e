package dev.heddle.protocol.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which forms a record component has that is kept as JSON. It is for whoever reads the schema:
 * decoding takes any JSON there, and the method that reads it refuses what is not among them in its
 * own words.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OneOf {
  /** Types with a wire form. */
  Class<?>[] value();

  /** Types that it may be a list of. */
  Class<?>[] listsOf() default {};
}
