package dev.heddle.server.turn;

import dev.heddle.server.review.ReviewInstructions;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.plan.PlanInstructions;

/** What the model is told before the conversation. */
final class Instructions {
  private static final String BASE =
      """
      You are an agent that helps a person with work in a directory on their computer, most often \
      with software. Say what you do and why in few words. Be exact: when you do not know, say so \
      and look, do not guess. Leave what you were not asked to change as it is. When you are done, \
      say what you did, what you left open, and how the person can check it.
      """;

  private Instructions() {}

  /** What a reviewer is told; then where the work is. */
  static String ofReview(TurnSettings settings) {
    return ReviewInstructions.TEXT + "\n\nThe working directory is " + settings.cwd() + '.';
  }

  /**
   * The client's own instructions, or ours; then the client's additions; then those for the mode;
   * then where the work is.
   */
  static String of(TurnSettings settings) {
    StringBuilder text = new StringBuilder();
    text.append(settings.baseInstructions() == null ? BASE : settings.baseInstructions());
    if (settings.developerInstructions() != null) {
      text.append("\n\n").append(settings.developerInstructions());
    }
    String mode = PlanInstructions.of(settings.collaboration());
    if (mode != null) {
      text.append("\n\n").append(mode);
    }
    return text.append("\n\nThe working directory is ")
        .append(settings.cwd())
        .append('.')
        .toString();
  }
}
