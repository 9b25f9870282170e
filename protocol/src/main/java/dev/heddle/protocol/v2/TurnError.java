package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Why a turn failed or was stopped.
 *
 * @param message for people
 * @param codexErrorInfo for programs, or null
 * @param additionalDetails further text, or null
 * @param misalignment null unless that was the reason
 */
public record TurnError(
    String message,
    @Nullable CodexErrorInfo codexErrorInfo,
    @Nullable String additionalDetails,
    @Nullable MisalignmentErrorDetails misalignment) {
  /** An error with a reason for programs and nothing further. */
  public static TurnError of(String message, @Nullable CodexErrorInfo info) {
    return new TurnError(message, info, null, null);
  }
}
