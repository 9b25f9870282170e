package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.KeyedUnion;
import dev.heddle.protocol.rpc.Variant;
import java.util.List;

/** Answer to the older approval questions. */
@KeyedUnion
public sealed interface ReviewDecision {
  /** Do it this once. */
  @Variant("approved")
  record Approved() implements ReviewDecision {}

  /**
   * Do it and allow the prefix from now on.
   *
   * @param proposedExecpolicyAmendment leading words of the commands to allow
   */
  @Variant("approved_execpolicy_amendment")
  record ApprovedExecpolicyAmendment(
      @SerializedName("proposed_execpolicy_amendment") @ExecPolicyAmendment
          List<String> proposedExecpolicyAmendment)
      implements ReviewDecision {}

  /** Do it, and do not ask again in this thread. */
  @Variant("approved_for_session")
  record ApprovedForSession() implements ReviewDecision {}

  /** Do it and allow the MCP tool from now on. */
  @Variant("approved_mcp_policy_amendment")
  record ApprovedMcpPolicyAmendment() implements ReviewDecision {}

  /** Remember a rule for a host. */
  @Variant("network_policy_amendment")
  record AmendNetworkPolicy(
      @SerializedName("network_policy_amendment") NetworkPolicyAmendment networkPolicyAmendment)
      implements ReviewDecision {}

  /**
   * Do not do it; the turn goes on.
   *
   * @param rejection reason for the model
   */
  @Variant("denied")
  record Denied(String rejection) implements ReviewDecision {}

  /** Nobody answered in time. */
  @Variant("timed_out")
  record TimedOut() implements ReviewDecision {}

  /** Do not do it and stop the turn. */
  @Variant("abort")
  record Abort() implements ReviewDecision {}
}
