package dev.heddle.server.approval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command needs before it runs. */
public sealed interface Need {
  /**
   * Nothing.
   *
   * @param confined whether it runs in the sandbox of the turn
   */
  record Nothing(boolean confined) implements Need {}

  /**
   * The user's word.
   *
   * @param restricted whether the policy wants commands confined
   * @param confined whether it then runs in the sandbox
   * @param reason why, for the user; null when the policy says so
   * @param amendment words a rule could allow from now on; null when no rule is to be offered
   */
  record Asking(
      boolean restricted,
      boolean confined,
      @Nullable String reason,
      @Nullable List<String> amendment)
      implements Need {}

  /**
   * It must not run.
   *
   * @param why for the model
   */
  record Forbidden(String why) implements Need {}
}
