package dev.heddle.server.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure of a thread store. The kind says what it means; the dispatcher maps it to a wire error
 * once. The message may reach the client, so it names no path unless the client gave it.
 */
public final class ThreadStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a failure means. */
  public enum Kind {
    /** No such thread, or none in the state the operation needs. */
    NOT_FOUND,
    /** The thread is archived and the operation needs it active. */
    ARCHIVED,
    /** The request breaks a rule of the store. */
    INVALID_REQUEST,
    /** Another writer, a reference or a stale revision is in the way. */
    CONFLICT,
    /** The store cannot do this; the message is the operation's name. */
    UNSUPPORTED,
    /** No space, or a quota. */
    DISK_FULL,
    /** Not allowed, or read-only storage. */
    PERMISSION,
    /** Busy longer than the store waits. */
    LOCKED,
    /** What is stored cannot be read. */
    CORRUPT,
    /** Any other input or output failure. */
    IO
  }

  private final Kind kind;
  private final @Nullable String threadId;
  private final transient @Nullable WriterProcess writer;

  public ThreadStoreException(
      Kind kind, @Nullable String threadId, String message, @Nullable Throwable cause) {
    this(kind, threadId, message, null, cause);
  }

  private ThreadStoreException(
      Kind kind,
      @Nullable String threadId,
      String message,
      @Nullable WriterProcess writer,
      @Nullable Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.writer = writer;
    this.kind = Objects.requireNonNull(kind, "kind");
    this.threadId = threadId;
  }

  /** No rollout for this id. */
  public static ThreadStoreException notFound(String threadId) {
    return new ThreadStoreException(
        Kind.NOT_FOUND, threadId, "no rollout found for thread id " + threadId, null);
  }

  /** No archived rollout for this id. */
  public static ThreadStoreException notArchived(String threadId) {
    return new ThreadStoreException(
        Kind.NOT_FOUND, threadId, "no archived rollout found for thread id " + threadId, null);
  }

  /** The thread would have to be active. */
  public static ThreadStoreException archived(String threadId) {
    return new ThreadStoreException(
        Kind.ARCHIVED,
        threadId,
        "session %s is archived. Run `codex unarchive %s` to unarchive it first."
            .formatted(threadId, threadId),
        null);
  }

  /** A new thread was to have the id of one that is stored. */
  public static ThreadStoreException exists(String threadId) {
    return conflict(threadId, "thread " + threadId + " already exists");
  }

  /** A rule was broken. */
  public static ThreadStoreException invalid(@Nullable String threadId, String message) {
    return new ThreadStoreException(Kind.INVALID_REQUEST, threadId, message, null);
  }

  /** Something is in the way. */
  public static ThreadStoreException conflict(@Nullable String threadId, String message) {
    return new ThreadStoreException(Kind.CONFLICT, threadId, message, null);
  }

  /** Another handle or process writes this thread. */
  public static ThreadStoreException activeWriter(String threadId) {
    return activeWriter(threadId, null);
  }

  /**
   * The same.
   *
   * @param writer who that is, or null when that is not known
   */
  public static ThreadStoreException activeWriter(String threadId, @Nullable WriterProcess writer) {
    return new ThreadStoreException(
        Kind.CONFLICT,
        threadId,
        "thread " + threadId + " already has an active writer",
        writer,
        null);
  }

  public Kind kind() {
    return kind;
  }

  /** The thread concerned, or null. */
  public @Nullable String threadId() {
    return threadId;
  }

  /** Who writes the thread, where that is in the way and known; or null. */
  public @Nullable WriterProcess writer() {
    return writer;
  }

  /** The message; never null. */
  public String message() {
    return Objects.requireNonNullElse(getMessage(), "");
  }
}
