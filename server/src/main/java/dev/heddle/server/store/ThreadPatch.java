package dev.heddle.server.store;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A change of a thread's metadata. Every member keeps, clears or sets one stored value.
 *
 * @param name the user's name for it
 * @param gitSha commit
 * @param gitBranch branch
 * @param gitOriginUrl remote
 * @param memoryMode {@code enabled} or {@code disabled}
 * @param goal the goal as recorded
 * @param read true marks everything read, false the whole thread unread; null keeps
 */
public record ThreadPatch(
    Change<String> name,
    Change<String> gitSha,
    Change<String> gitBranch,
    Change<String> gitOriginUrl,
    Change<String> memoryMode,
    Change<JsonObject> goal,
    @Nullable Boolean read) {

  /** Keeps everything; the start of every patch. */
  public static final ThreadPatch NONE =
      new ThreadPatch(
          Change.keep(),
          Change.keep(),
          Change.keep(),
          Change.keep(),
          Change.keep(),
          Change.keep(),
          null);

  /** A patch that sets or, with null, clears the name. */
  public static ThreadPatch rename(@Nullable String name) {
    return new ThreadPatch(
        Change.to(name),
        Change.keep(),
        Change.keep(),
        Change.keep(),
        Change.keep(),
        Change.keep(),
        null);
  }

  /** A patch of the three git members. */
  public static ThreadPatch git(
      Change<String> sha, Change<String> branch, Change<String> originUrl) {
    return new ThreadPatch(
        Change.keep(), sha, branch, originUrl, Change.keep(), Change.keep(), null);
  }

  /** A patch that sets the memory mode. */
  public static ThreadPatch memoryMode(String mode) {
    return new ThreadPatch(
        Change.keep(),
        Change.keep(),
        Change.keep(),
        Change.keep(),
        Change.to(mode),
        Change.keep(),
        null);
  }

  /** A patch that sets or, with null, clears the goal. */
  public static ThreadPatch goal(@Nullable JsonObject goal) {
    return new ThreadPatch(
        Change.keep(),
        Change.keep(),
        Change.keep(),
        Change.keep(),
        Change.keep(),
        Change.to(goal),
        null);
  }

  /** A patch of the read mark. */
  public static ThreadPatch read(boolean read) {
    return new ThreadPatch(
        Change.keep(),
        Change.keep(),
        Change.keep(),
        Change.keep(),
        Change.keep(),
        Change.keep(),
        read);
  }

  /**
   * Keep, or set to a value or to nothing.
   *
   * @param present whether anything changes
   * @param value the new value, or null to clear
   */
  public record Change<T>(boolean present, @Nullable T value) {
    /** Leaves what is stored. */
    public static <T> Change<T> keep() {
      return new Change<>(false, null);
    }

    /** Stores {@code value}, or nothing when it is null. */
    public static <T> Change<T> to(@Nullable T value) {
      return new Change<>(true, value);
    }
  }
}
