package dev.heddle.server.tool.patch;

import com.google.gson.JsonObject;
import dev.heddle.server.patch.FileEdit;
import dev.heddle.server.patch.PatchPlan;
import dev.heddle.server.tool.ToolItem;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The stored form of what a patch changes. */
final class FileChangeItems {
  private FileChangeItems() {}

  /** The item when it begins. */
  static JsonObject begun(String id, PatchPlan plan) {
    JsonObject item = new JsonObject();
    item.addProperty("type", "FileChange");
    item.addProperty("id", id);
    item.add("changes", changes(plan));
    item.addProperty("status", "in_progress");
    return item;
  }

  /** The same while the user is asked about it. */
  static JsonObject asking(JsonObject begun) {
    JsonObject item = begun.deepCopy();
    item.addProperty(ToolItem.ASKING, true);
    return item;
  }

  /**
   * The item when it is over.
   *
   * @param status completed, failed or declined
   * @param stdout what was done
   * @param stderr why it was not
   */
  static JsonObject over(JsonObject begun, String status, String stdout, String stderr) {
    JsonObject item = begun.deepCopy();
    item.addProperty("status", status);
    item.addProperty("stdout", stdout);
    item.addProperty("stderr", stderr);
    return item;
  }

  private static JsonObject changes(PatchPlan plan) {
    Map<String, JsonObject> byPath = new TreeMap<>();
    plan.edits().forEach(edit -> byPath.put(edit.path().toString(), change(edit)));
    JsonObject changes = new JsonObject();
    byPath.forEach(changes::add);
    return changes;
  }

  private static JsonObject change(FileEdit edit) {
    JsonObject change = new JsonObject();
    switch (edit.kind()) {
      case ADD -> {
        change.addProperty("type", "add");
        change.addProperty("content", edit.diff());
      }
      case DELETE -> {
        change.addProperty("type", "delete");
        change.addProperty("content", edit.diff());
      }
      case UPDATE -> {
        Path movedTo = edit.movedTo();
        change.addProperty("type", "update");
        change.addProperty("unified_diff", edit.diff());
        change.addProperty("move_path", movedTo == null ? null : movedTo.toString());
      }
    }
    return change;
  }
}
