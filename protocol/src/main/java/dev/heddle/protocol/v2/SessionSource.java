package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.KeyedUnion;
import dev.heddle.protocol.rpc.Variant;

/** Kind of client that created a thread. */
@KeyedUnion
public sealed interface SessionSource {
  /** The terminal client. */
  @Variant("cli")
  record Cli() implements SessionSource {}

  /** An editor; also any client on stdio. */
  @Variant("vscode")
  record Vscode() implements SessionSource {}

  /** The non-interactive client. */
  @Variant("exec")
  record Exec() implements SessionSource {}

  /** This server itself. */
  @Variant("appServer")
  record AppServer() implements SessionSource {}

  /** A client with a name of its own. */
  @Variant("custom")
  record Custom(String value) implements SessionSource {}

  /** An agent of another thread. */
  @Variant("subAgent")
  record SubAgent(SubAgentSource value) implements SessionSource {}

  /** Not recorded. */
  @Variant("unknown")
  record Unknown() implements SessionSource {}
}
