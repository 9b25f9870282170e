package dev.heddle.server.model;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A model request that got no complete answer. */
public final class ModelException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, in the terms of the turn error clients see. */
  public enum Kind {
    /** The input does not fit the model's context window. */
    CONTEXT_WINDOW_EXCEEDED,
    /** Quota or credit used up. */
    USAGE_LIMIT_EXCEEDED,
    /** The provider asks to slow down and the retries are used up. */
    RATE_LIMITED,
    /** The provider is overloaded. */
    SERVER_OVERLOADED,
    /** No connection could be made. */
    CONNECTION_FAILED,
    /** The answer broke off before it was complete. */
    STREAM_DISCONNECTED,
    /** Missing or refused credentials. */
    UNAUTHORIZED,
    /** The provider refuses the request as malformed. */
    BAD_REQUEST,
    /** The provider failed. */
    SERVER_ERROR,
    /** Anything else. */
    OTHER
  }

  private final Kind kind;
  private final @Nullable Integer httpStatus;
  private final boolean retryable;
  private final @Nullable Duration retryAfter;

  public ModelException(
      Kind kind,
      String message,
      @Nullable Integer httpStatus,
      boolean retryable,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.kind = kind;
    this.httpStatus = httpStatus;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** The HTTP status behind it, or null. */
  public @Nullable Integer httpStatus() {
    return httpStatus;
  }

  /** Whether the same request may succeed if sent again. */
  public boolean retryable() {
    return retryable;
  }

  /** How long the provider asks to wait, or null when it does not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** The message as the turn's error shows it. */
  public String message() {
    return Objects.requireNonNullElse(getMessage(), "");
  }
}
