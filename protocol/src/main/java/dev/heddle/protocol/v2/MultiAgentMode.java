package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.KeyedUnion;
import dev.heddle.protocol.rpc.Variant;

/** Obsolete choice of how freely sub-agents are used. */
@KeyedUnion
public sealed interface MultiAgentMode {
  /** Instructions of one's own. */
  @Variant("custom")
  record Custom(String value) implements MultiAgentMode {}

  /** Only when the user asks. */
  @Variant(value = "explicitRequestOnly", alternate = "none")
  record ExplicitRequestOnly() implements MultiAgentMode {}

  /** Whenever it helps. */
  @Variant("proactive")
  record Proactive() implements MultiAgentMode {}
}
