package dev.heddle.server.goal;

import org.jspecify.annotations.Nullable;

/** What an objective and a budget must be like, whoever gives them. */
public final class GoalChecks {
  /** Of an objective, in code points. */
  private static final int MAX_OBJECTIVE = 4_000;

  private GoalChecks() {}

  /**
   * Says what is wrong, or null.
   *
   * @param objective stripped, or null when it is not given
   * @param budget null when it is not given
   */
  public static @Nullable String wrong(@Nullable String objective, @Nullable Long budget) {
    if (objective != null && objective.isEmpty()) {
      return "goal objective must not be empty";
    }
    if (objective != null && objective.codePointCount(0, objective.length()) > MAX_OBJECTIVE) {
      return "goal objective must be at most " + MAX_OBJECTIVE + " characters";
    }
    return budget != null && budget <= 0 ? "goal budgets must be positive when provided" : null;
  }
}
