package dev.heddle.server.turn;

import dev.heddle.protocol.v2.CodexErrorInfo;
import dev.heddle.protocol.v2.TurnError;
import dev.heddle.server.model.ModelException;

/** Turns what a provider reports into the error clients see and the one history keeps. */
final class TurnErrors {
  private TurnErrors() {}

  /** The error of a turn that ends because of {@code failure}. */
  static TurnError of(ModelException failure) {
    return new TurnError(failure.message(), info(failure), null, null);
  }

  /** The error announced before attempt {@code attempt} of {@code attempts}. */
  static TurnError retrying(ModelException failure, int attempt, int attempts) {
    return new TurnError(
        "Reconnecting... " + attempt + "/" + attempts,
        new CodexErrorInfo.ResponseStreamDisconnected(
            failure.kind() == ModelException.Kind.SERVER_ERROR ? null : failure.httpStatus()),
        failure.message(),
        null);
  }

  /** The error of a turn that ends because of a fault of ours; details stay in the log. */
  static TurnError internal() {
    return new TurnError(
        "The server failed while it ran this turn.", new CodexErrorInfo.Other(), null, null);
  }

  private static CodexErrorInfo info(ModelException failure) {
    return switch (failure.kind()) {
      case CONTEXT_WINDOW_EXCEEDED -> new CodexErrorInfo.ContextWindowExceeded();
      case USAGE_LIMIT_EXCEEDED -> new CodexErrorInfo.UsageLimitExceeded();
      case SERVER_OVERLOADED -> new CodexErrorInfo.ServerOverloaded();
      case SERVER_ERROR -> new CodexErrorInfo.InternalServerError();
      case RATE_LIMITED ->
          failure.httpStatus() == null
              ? new CodexErrorInfo.RateLimitExceeded()
              : new CodexErrorInfo.ResponseTooManyFailedAttempts(failure.httpStatus());
      case POLICY_VIOLATION -> new CodexErrorInfo.CyberPolicy();
      case CONNECTION_FAILED, UNAUTHORIZED, UNEXPECTED_STATUS ->
          new CodexErrorInfo.HttpConnectionFailed(failure.httpStatus());
      case INVALID_IMAGE -> new CodexErrorInfo.BadRequest();
      case STREAM_DISCONNECTED, BAD_REQUEST, NO_KEY, OTHER -> new CodexErrorInfo.Other();
    };
  }
}
