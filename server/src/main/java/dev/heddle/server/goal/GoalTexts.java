package dev.heddle.server.goal;

/**
 * What the model is told of a goal. The objective is somebody's text: it stands between marks, and
 * cannot end them.
 */
public final class GoalTexts {
  /** How such a message begins, for readers that look at nothing else. */
  private static final String BEGIN = "<goal_context>\n";

  private static final String END = "\n</goal_context>";

  private GoalTexts() {}

  /** What a turn begins with that nobody but the goal has asked for. */
  public static String goOn(Goal goal) {
    return BEGIN
        + "This thread has a goal, and nobody has said anything new. Go on working towards it.\n\n"
        + objective(goal)
        + budget(goal)
        + """

        - Look at how things are now (files, processes, results) before you build on what was said \
        earlier.
        - Take the next step that brings the whole objective closer. Do not put a smaller one in \
        its place. What does not fit into this turn is for the next one, which follows by itself.
        - When all of it is reached, and you have checked that against the real state, call \
        update_goal with "complete". Not because the budget or your ideas run out.
        - When you cannot go on without the user, or something outside stays in the way whatever \
        you try, say what it is and call update_goal with "blocked".
        - A turn without any step forward is a waste: do not just repeat how things stand.\
        """
        + END;
  }

  /** In the middle of a turn: the budget is used up. */
  public static String budgetUsedUp(Goal goal) {
    return BEGIN
        + "The goal of this thread has used up its budget of tokens. Begin nothing new for it."
        + " Bring what you are doing to a safe end, then tell the user briefly what was reached,"
        + " what is left and what the next step would be.\n\n"
        + objective(goal)
        + budget(goal)
        + END;
  }

  /** In the middle of a turn: the user has said anew what the goal is. */
  public static String changed(Goal goal) {
    return BEGIN
        + "The user has changed the goal of this thread while you work. From now on this is what"
        + " counts; give up what served the old one only.\n\n"
        + objective(goal)
        + budget(goal)
        + END;
  }

  private static String objective(Goal goal) {
    return "<objective>\n"
        + goal.objective().replace("</objective>", "< /objective>")
        + "\n</objective>\n";
  }

  private static String budget(Goal goal) {
    Long left = goal.tokensLeft();
    return "Tokens used: "
        + goal.tokensUsed()
        + (left == null ? "" : " of " + goal.tokenBudget() + ", " + left + " left")
        + "\n";
  }
}
