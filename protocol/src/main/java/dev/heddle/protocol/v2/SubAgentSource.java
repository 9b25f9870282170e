package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.KeyedUnion;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** Why an agent's own thread exists. */
@KeyedUnion
public sealed interface SubAgentSource {
  /** It reviews. */
  @Variant("review")
  record Review() implements SubAgentSource {}

  /** It summarises a context. */
  @Variant("compact")
  record Compact() implements SubAgentSource {}

  /**
   * An agent started it.
   *
   * @param depth 1 for a child of a user's thread
   * @param agentPath null when not named
   * @param agentNickname null when not named
   * @param agentRole null for the default role
   */
  @Variant("thread_spawn")
  record ThreadSpawn(
      @SerializedName("parent_thread_id") @ThreadId String parentThreadId,
      int depth,
      @SerializedName("agent_path") @Nullable @AgentPath String agentPath,
      @SerializedName("agent_nickname") @Nullable String agentNickname,
      @SerializedName("agent_role") @Nullable String agentRole)
      implements SubAgentSource {}

  /** It tidies memories. */
  @Variant("memory_consolidation")
  record MemoryConsolidation() implements SubAgentSource {}

  /** Another reason. */
  @Variant("other")
  record Other(String value) implements SubAgentSource {}
}
