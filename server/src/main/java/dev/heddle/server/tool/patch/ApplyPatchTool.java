package dev.heddle.server.tool.patch;

import com.google.gson.JsonObject;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import java.nio.file.Path;
import java.util.List;

/**
 * The tool {@code apply_patch}: a custom tool whose input is the patch. It is offered to the models
 * that were taught it; others write patches as shell commands.
 */
final class ApplyPatchTool implements Tool {
  private static final String NAME = "apply_patch";

  /** How the names of models begin that know the tool. */
  private static final List<String> KNOWN_TO = List.of("gpt-5", "codex-", "gpt-oss");

  private static final String DESCRIPTION =
      """
      Adds, edits, moves and deletes files by a patch. The input is the patch itself, not JSON. \
      All of a patch is applied or nothing of it. Name each file once; paths are relative to the \
      working directory. In an update give about three lines around each change as they are in \
      the file, and behind @@ a line further up (a function, a class) when they occur twice.\
      """;

  /** The format in Lark's notation. */
  private static final String GRAMMAR =
      """
      start: "*** Begin Patch" LF file+ "*** End Patch" LF?
      file: add | delete | update
      add: "*** Add File: " PATH LF added+
      delete: "*** Delete File: " PATH LF
      update: "*** Update File: " PATH LF move? chunk+
      move: "*** Move to: " PATH LF
      chunk: at? line+ end?
      at: "@@" (" " TEXT)? LF
      line: (" " | "-" | "+") TEXT? LF
      added: "+" TEXT? LF
      end: "*** End of File" LF
      PATH: /[^\\r\\n]+/
      TEXT: /[^\\r\\n]+/
      LF: /\\r?\\n/
      """;

  private final TurnPatches patches;

  ApplyPatchTool(TurnPatches patches) {
    this.patches = patches;
  }

  /** Whether a model is offered the tool. */
  static boolean isKnownTo(String model) {
    return KNOWN_TO.stream().anyMatch(model::startsWith);
  }

  @Override
  public JsonObject definition() {
    JsonObject format = new JsonObject();
    format.addProperty("type", "grammar");
    format.addProperty("syntax", "lark");
    format.addProperty("definition", GRAMMAR);
    JsonObject tool = new JsonObject();
    tool.addProperty("type", "custom");
    tool.addProperty("name", NAME);
    tool.addProperty("description", DESCRIPTION);
    tool.add("format", format);
    return tool;
  }

  @Override
  public boolean answers(ToolCall call) {
    return call.namespace() == null && call.name().equals(NAME);
  }

  @Override
  public ToolOutput run(ToolCall call, ToolScope scope)
      throws CancelledException, ToolFailedException {
    // Some call it as a function all the same.
    String patch = call.custom() ? call.input() : Json.string(call.arguments(), "input", "");
    return patches.apply(patch, Path.of(scope.settings().cwd()), call, scope);
  }
}
