package dev.heddle.server.tool.patch;

import com.google.gson.JsonObject;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.patch.ShellPatch;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Takes the shell commands that are patches; no shell runs for them. Not offered by itself. */
final class ShellPatchTool implements Tool {
  private static final String SHELL_TOOL = "exec_command";

  private final TurnPatches patches;

  ShellPatchTool(TurnPatches patches) {
    this.patches = patches;
  }

  @Override
  public JsonObject definition() {
    return new JsonObject();
  }

  @Override
  public boolean offered() {
    return false;
  }

  @Override
  public boolean answers(ToolCall call) {
    String script = script(call);
    return script != null && (ShellPatch.of(script) != null || ShellPatch.isBare(script));
  }

  private static @Nullable String script(ToolCall call) {
    if (call.custom() || call.namespace() != null || !call.name().equals(SHELL_TOOL)) {
      return null;
    }
    try {
      return Json.string(call.arguments(), "cmd");
    } catch (ToolFailedException e) {
      return null; // for the shell's tool to complain about
    }
  }

  @Override
  public ToolOutput run(ToolCall call, ToolScope scope)
      throws CancelledException, ToolFailedException {
    String script = script(call);
    ShellPatch patch = script == null ? null : ShellPatch.of(script);
    if (patch == null) {
      throw new ToolFailedException(
          "This is a patch, not a command. Run it as: apply_patch <<'EOF', the patch, EOF.");
    }
    Path cwd = Path.of(scope.settings().cwd());
    try {
      cwd = cwd.resolve(Json.string(call.arguments(), "workdir", ""));
      cwd = cwd.resolve(patch.directory() == null ? "" : patch.directory()).normalize();
    } catch (InvalidPathException e) {
      throw new ToolFailedException("`" + e.getInput() + "` is no directory.");
    }
    return patches.apply(patch.patch(), cwd, call, scope);
  }
}
