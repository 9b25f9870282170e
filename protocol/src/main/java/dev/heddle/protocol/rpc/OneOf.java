package dev.heddle.protocol.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which forms a record component has that is kept as JSON. It is for whoever reads the schema:
 * decoding takes any JSON there, and the method that reads it refuses what is not among them in its
 * own words.
 *
 * <p>On an annotation it makes that annotation a name for a form: an alias, which a schema writes
 * down as a type of its own. A type that bears an alias, as in {@code @ThreadId String} or {@code
 * List<@AbsolutePathBuf String>}, looks on the wire as it does without.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.ANNOTATION_TYPE})
public @interface OneOf {
  /** Types with a wire form, and aliases. */
  Class<?>[] value();

  /** Types that it may be a list of. */
  Class<?>[] listsOf() default {};
}
