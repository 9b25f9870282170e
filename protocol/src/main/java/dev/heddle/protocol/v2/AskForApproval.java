package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.KeyedUnion;
import dev.heddle.protocol.rpc.Variant;

/** When the agent asks before it acts. */
@KeyedUnion
public sealed interface AskForApproval {
  /** Ask for everything but known harmless commands. */
  @Variant("untrusted")
  record Untrusted() implements AskForApproval {}

  /** Ask when the agent wants more than the sandbox allows. */
  @Variant("on-request")
  record OnRequest() implements AskForApproval {}

  /** Ask by topic; false refuses without asking. */
  @Variant("granular")
  @Experimental("askForApproval.granular")
  record Granular(
      @SerializedName("sandbox_approval") boolean sandboxApproval,
      boolean rules,
      @SerializedName("skill_approval") @Defaulted boolean skillApproval,
      @SerializedName("request_permissions") @Defaulted boolean requestPermissions,
      @SerializedName("mcp_elicitations") boolean mcpElicitations)
      implements AskForApproval {}

  /** Never ask. */
  @Variant("never")
  record Never() implements AskForApproval {}
}
