package dev.heddle.server.tool.plan;

import dev.heddle.server.thread.Collaboration;
import org.jspecify.annotations.Nullable;

/** What the model is told about the way it works with the user. */
public final class PlanInstructions {
  private static final String PLANNING =
      """
      You are planning. Look at whatever you need, and change nothing: no edits, no commands that \
      alter files or anything else. Find out what the person wants; where the files cannot tell you \
      and the answer matters, ask, with request_user_input where a choice of answers helps. When \
      nothing is left to decide, give the plan as Markdown, complete enough that somebody else could \
      carry it out without a question: what changes where, in which order, how it is checked. Put a \
      line <proposed_plan> before it and a line </proposed_plan> behind it, and nothing else between \
      them: the person sees that as the plan. Do not ask whether to begin: the person decides that.\
      """;

  private PlanInstructions() {}

  /** The instructions for a way to work, the client's own or ours; null when there are none. */
  public static @Nullable String of(Collaboration collaboration) {
    if (collaboration.instructions() != null) {
      return collaboration.instructions();
    }
    return collaboration.planning() ? PLANNING : null;
  }
}
