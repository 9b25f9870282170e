package dev.heddle.protocol.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a request member, or an enum or union variant, that a client may use only after it declared
 * {@code capabilities.experimentalApi}. A member counts as used when it is present and not null; a
 * switch that is off by default, when it is on. {@link #value} is the descriptor in the error text
 * where it is not {@code method.member}, for example {@code askForApproval.granular}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE})
public @interface Experimental {
  String value() default "";

  /** Whether the server tells this member also to clients without the capability. */
  boolean told() default false;
}
