package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Settable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a client may give with a turn or between turns; they stay for later turns. Null
 * keeps what the thread has.
 */
public interface TurnOverrides {
  @Nullable List<String> disabledPluginIds();

  @Nullable String cwd();

  /** Places to run commands in; empty for none, null keeps them. */
  @Nullable List<TurnEnvironmentParams> environments();

  /** Null also where the params have no such member. */
  default @Nullable List<String> runtimeWorkspaceRoots() {
    return null;
  }

  @Nullable AskForApproval approvalPolicy();

  @Nullable ApprovalsReviewer approvalsReviewer();

  @Nullable SandboxPolicy sandboxPolicy();

  /** The id of a permission profile; not together with {@link #sandboxPolicy}. */
  @Nullable String permissions();

  @Nullable String model();

  Settable<String> serviceTier();

  @Nullable String effort();

  @Nullable ReasoningSummary summary();

  /** Its model and effort win over {@link #model} and {@link #effort}. */
  @Nullable CollaborationMode collaborationMode();

  @Nullable Personality personality();
}
