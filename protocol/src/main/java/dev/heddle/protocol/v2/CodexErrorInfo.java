package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.KeyedUnion;
import dev.heddle.protocol.rpc.Unsigned;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** Reason a turn failed, for clients that act on it. */
@KeyedUnion
public sealed interface CodexErrorInfo {
  /** The conversation no longer fits the model. */
  @Variant("contextWindowExceeded")
  record ContextWindowExceeded() implements CodexErrorInfo {}

  /** The token budget is used up. */
  @Variant("sessionBudgetExceeded")
  record SessionBudgetExceeded() implements CodexErrorInfo {}

  /** The account's allowance is used up. */
  @Variant("usageLimitExceeded")
  record UsageLimitExceeded() implements CodexErrorInfo {}

  /** Too many requests in a short time. */
  @Variant("rateLimitExceeded")
  record RateLimitExceeded() implements CodexErrorInfo {}

  /** The cheap tier has no room. */
  @Variant("flexUnavailable")
  record FlexUnavailable() implements CodexErrorInfo {}

  /** The model service has no room. */
  @Variant("serverOverloaded")
  record ServerOverloaded() implements CodexErrorInfo {}

  /** The provider has no such model. */
  @Variant("modelNotFound")
  record ModelNotFound() implements CodexErrorInfo {}

  /** No capacity that the account's policy permits. */
  @Variant("policyCapacityUnavailable")
  record PolicyCapacityUnavailable() implements CodexErrorInfo {}

  /** A hook of the workspace refused the request. */
  @Variant("inferenceHookDenied")
  record InferenceHookDenied() implements CodexErrorInfo {}

  /** Refused as possible misuse. */
  @Variant("cyberPolicy")
  record CyberPolicy() implements CodexErrorInfo {}

  /** Stopped because the agent left its task. */
  @Variant("misalignmentPolicyViolation")
  record MisalignmentPolicyViolation() implements CodexErrorInfo {}

  /** The reviewer refused too often. */
  @Variant("tooManyDenials")
  record TooManyDenials() implements CodexErrorInfo {}

  /**
   * The provider could not be reached.
   *
   * @param httpStatusCode null when no answer came
   */
  @Variant("httpConnectionFailed")
  record HttpConnectionFailed(@Unsigned(16) @Nullable Integer httpStatusCode)
      implements CodexErrorInfo {}

  /**
   * The event stream could not be opened.
   *
   * @param httpStatusCode null when no answer came
   */
  @Variant("responseStreamConnectionFailed")
  record ResponseStreamConnectionFailed(@Unsigned(16) @Nullable Integer httpStatusCode)
      implements CodexErrorInfo {}

  /** The provider failed. */
  @Variant("internalServerError")
  record InternalServerError() implements CodexErrorInfo {}

  /** Login missing or refused. */
  @Variant("unauthorized")
  record Unauthorized() implements CodexErrorInfo {}

  /** The provider rejected the request. */
  @Variant("badRequest")
  record BadRequest() implements CodexErrorInfo {}

  /** A rollback could not be done. */
  @Variant("threadRollbackFailed")
  record ThreadRollbackFailed() implements CodexErrorInfo {}

  /** The sandbox could not be set up. */
  @Variant("sandboxError")
  record SandboxError() implements CodexErrorInfo {}

  /**
   * The event stream broke off.
   *
   * @param httpStatusCode null when no answer came
   */
  @Variant("responseStreamDisconnected")
  record ResponseStreamDisconnected(@Unsigned(16) @Nullable Integer httpStatusCode)
      implements CodexErrorInfo {}

  /**
   * Every retry failed.
   *
   * @param httpStatusCode null when no answer came
   */
  @Variant("responseTooManyFailedAttempts")
  record ResponseTooManyFailedAttempts(@Unsigned(16) @Nullable Integer httpStatusCode)
      implements CodexErrorInfo {}

  /** The running turn takes no input. */
  @Variant("activeTurnNotSteerable")
  record ActiveTurnNotSteerable(NonSteerableTurnKind turnKind) implements CodexErrorInfo {}

  /** None of the others. */
  @Variant("other")
  record Other() implements CodexErrorInfo {}
}
