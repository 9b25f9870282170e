package dev.heddle.server.turn;

import dev.heddle.server.context.BaseInstructions;
import dev.heddle.server.review.ReviewInstructions;
import dev.heddle.server.thread.TurnSettings;

/** What the model is told before the conversation. */
final class Instructions {
  private Instructions() {}

  /** What a reviewer is told; then where the work is. */
  static String ofReview(TurnSettings settings) {
    return ReviewInstructions.TEXT + "\n\nThe working directory is " + settings.cwd() + '.';
  }

  /** The client's own instructions, or ours. */
  static String of(TurnSettings settings) {
    return settings.baseInstructions() == null
        ? BaseInstructions.text()
        : settings.baseInstructions();
  }
}
