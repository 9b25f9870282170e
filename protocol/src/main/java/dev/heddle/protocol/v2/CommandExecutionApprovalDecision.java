package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.KeyedUnion;
import dev.heddle.protocol.rpc.Variant;
import java.util.List;

/** Answer to a command approval. */
@KeyedUnion
public sealed interface CommandExecutionApprovalDecision {
  /** Run it this once. */
  @Variant("accept")
  record Accept() implements CommandExecutionApprovalDecision {}

  /** Run it, and do not ask again for the same command in this thread. */
  @Variant("acceptForSession")
  record AcceptForSession() implements CommandExecutionApprovalDecision {}

  /**
   * Run it and allow the prefix from now on.
   *
   * @param execpolicyAmendment leading words of the commands to allow
   */
  @Variant("acceptWithExecpolicyAmendment")
  record AcceptWithExecpolicyAmendment(
      @SerializedName("execpolicy_amendment") @ExecPolicyAmendment List<String> execpolicyAmendment)
      implements CommandExecutionApprovalDecision {}

  /** Remember a rule for a host. */
  @Variant("applyNetworkPolicyAmendment")
  record ApplyNetworkPolicyAmendment(
      @SerializedName("network_policy_amendment") NetworkPolicyAmendment networkPolicyAmendment)
      implements CommandExecutionApprovalDecision {}

  /** Do not run it; the turn goes on. */
  @Variant("decline")
  record Decline() implements CommandExecutionApprovalDecision {}

  /** Do not run it and stop the turn. */
  @Variant("cancel")
  record Cancel() implements CommandExecutionApprovalDecision {}
}
