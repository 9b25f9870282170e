package dev.heddle.server;

import dev.heddle.server.tool.ToolSource;
import dev.heddle.server.tool.patch.PatchTools;
import java.util.List;

/** The list of what models may do in a thread, in the order in which it is offered to them. */
final class ThreadTools {
  private ThreadTools() {}

  /** Of a server as it ships. */
  static List<ToolSource> shipped() {
    return List.of(new PatchTools());
  }
}
