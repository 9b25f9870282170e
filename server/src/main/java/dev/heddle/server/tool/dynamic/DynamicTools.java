package dev.heddle.server.tool.dynamic;

import dev.heddle.protocol.v2.DynamicToolSpec;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolSet;
import dev.heddle.server.tool.ToolSource;
import java.util.ArrayList;
import java.util.List;

/** Hands out the tools that a thread's client brought along. */
public final class DynamicTools implements ToolSource {
  @Override
  public ToolSet open(LiveThread thread, TurnSettings settings) {
    if (settings.dynamicTools().isEmpty()) {
      return ToolSet.NONE;
    }
    List<Tool> tools = new ArrayList<>();
    for (DynamicToolSpec spec : settings.dynamicTools()) {
      tools.add(new DynamicTool(spec));
    }
    List<Tool> all = List.copyOf(tools);
    return () -> all;
  }
}
