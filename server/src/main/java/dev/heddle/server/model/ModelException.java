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
    /** The answer broke off, or the provider gave it up, before it was complete. */
    STREAM_DISCONNECTED,
    /** Refused credentials. */
    UNAUTHORIZED,
    /** The provider refuses the request as malformed. */
    BAD_REQUEST,
    /** The provider refuses a picture of the conversation. */
    INVALID_IMAGE,
    /** The key of the provider is nowhere to be found; it was not asked. */
    NO_KEY,
    /** The provider answers with a status that no other kind stands for. */
    UNEXPECTED_STATUS,
    /** The provider refuses the request for what it asks. */
    POLICY_VIOLATION,
    /** The provider says that it failed. */
    SERVER_ERROR,
    /** Anything else. */
    OTHER
  }

  private final Kind kind;
  private final @Nullable Integer httpStatus;
  private final boolean retryable;
  private final @Nullable Duration retryAfter;

  /**
   * @param kind what went wrong
   * @param message for the user; no secrets
   * @param httpStatus the HTTP status behind it, or null
   * @param retryable whether the same request may succeed if sent again, and may be
   * @param retryAfter how long the provider asks to wait, or null
   * @param cause or null
   */
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

  /**
   * The answer ended without saying that it is complete.
   *
   * @param cause what broke the connection, or null when it was closed in good order
   */
  public static ModelException streamClosed(@Nullable Throwable cause) {
    return streamFailed("stream closed before response.completed", cause);
  }

  /** The answer broke off for a reason; another attempt makes sense. */
  public static ModelException streamFailed(String reason, @Nullable Throwable cause) {
    return new ModelException(
        Kind.STREAM_DISCONNECTED,
        "stream disconnected before completion: " + reason,
        null,
        true,
        null,
        cause);
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** The HTTP status behind it, or null. */
  public @Nullable Integer httpStatus() {
    return httpStatus;
  }

  /** The same when the request was sent as often as it may be. */
  public ModelException usedUp() {
    return retryable
        ? new ModelException(kind, message(), httpStatus, false, retryAfter, getCause())
        : this;
  }

  /** Whether the same request may succeed if sent again, and may be. */
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
