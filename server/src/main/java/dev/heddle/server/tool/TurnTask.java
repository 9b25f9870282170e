package dev.heddle.server.tool;

import com.google.gson.JsonObject;
import dev.heddle.server.model.CancelledException;
import java.util.List;

/** Something a turn does because the user asked for it, not the model. */
@FunctionalInterface
public interface TurnTask {
  /**
   * Does it, on a Java thread of its own when a turn runs already.
   *
   * @return what the model is told of it, as Responses items
   * @throws CancelledException when the turn is to stop; nothing it started may be running any more
   */
  List<JsonObject> run(ToolScope scope) throws CancelledException;
}
