package dev.heddle.server.tool;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All tools of one turn.
 *
 * <p><b>Thread-safety:</b> the turn's thread only.
 */
public final class Toolbox {
  private final List<ToolSet> sets;
  private final List<Tool> tools;

  private Toolbox(List<ToolSet> sets) {
    this.sets = sets;
    this.tools = sets.stream().flatMap(set -> set.tools().stream()).toList();
  }

  /** The tools a turn of {@code thread} with these settings has. */
  public static Toolbox open(List<ToolSource> sources, LiveThread thread, TurnSettings settings) {
    List<ToolSet> sets = new ArrayList<>();
    for (ToolSource source : sources) {
      sets.add(source.open(thread, settings));
    }
    return new Toolbox(sets);
  }

  /** What the model is offered, in order; of several with one name the first. */
  public List<JsonObject> definitions() {
    Set<String> names = new HashSet<>();
    return tools.stream()
        .filter(Tool::offered)
        .map(Tool::definition)
        .filter(definition -> names.add(Json.string(definition, "name", definition.toString())))
        .toList();
  }

  /** The first tool that answers {@code call}, or null. */
  public @Nullable Tool find(ToolCall call) {
    for (Tool tool : tools) {
      if (tool.answers(call)) {
        return tool;
      }
    }
    return null;
  }

  /** See {@link ToolSet#modelAnswered}. */
  public void modelAnswered(ToolTurn turn) {
    sets.forEach(set -> set.modelAnswered(turn));
  }
}
