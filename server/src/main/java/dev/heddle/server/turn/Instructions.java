package dev.heddle.server.turn;

import dev.heddle.server.context.BaseInstructions;
import dev.heddle.server.review.ReviewInstructions;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.plan.PlanInstructions;

/** What the model is told before the conversation. */
final class Instructions {
  private Instructions() {}

  /** What a reviewer is told; then where the work is. */
  static String ofReview(TurnSettings settings) {
    return ReviewInstructions.TEXT + "\n\nThe working directory is " + settings.cwd() + '.';
  }

  /** The client's own instructions, or ours; then those for the mode. */
  static String of(TurnSettings settings) {
    String base =
        settings.baseInstructions() == null ? BaseInstructions.text() : settings.baseInstructions();
    String mode = PlanInstructions.of(settings.collaboration());
    return mode == null ? base : base + "\n\n" + mode;
  }
}
