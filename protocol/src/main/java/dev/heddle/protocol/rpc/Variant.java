package dev.heddle.protocol.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The wire name of a record inside its {@link TaggedUnion} or {@link KeyedUnion}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Variant {
  /** The name. */
  String value();

  /** Older names that it is read by. */
  String[] alternate() default {};

  /**
   * The name of a type of its own that has the members but not the tag, for languages that can put
   * both together; empty for none.
   */
  String members() default "";
}
