package dev.heddle.server.exec;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.ItemDuration;
import dev.heddle.server.shell.CommandActions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a command's item.
 *
 * @param itemId the call's id
 * @param processId the session's id, or null before it runs and for a user's command
 * @param argv the shell with the script
 * @param script what the shell is given
 * @param cwd absolute
 * @param source {@code agent} until it runs, {@code unified_exec_startup}, {@code user_shell}
 */
public record CommandItem(
    String itemId,
    @Nullable String processId,
    List<String> argv,
    String script,
    String cwd,
    String source) {
  /** It waits for the user's word. */
  static final String ASKING = "agent";

  /** It runs for the model. */
  static final String RUNNING = "unified_exec_startup";

  /** It runs for the user. */
  public static final String USERS = "user_shell";

  /** The same, once it runs. */
  CommandItem running(@Nullable String sessionId) {
    return new CommandItem(itemId, sessionId, argv, script, cwd, RUNNING);
  }

  /** As it begins. */
  public JsonObject begun() {
    return form("in_progress");
  }

  /** The user did not allow it. */
  JsonObject declined() {
    return form("declined");
  }

  /** It could not be started. */
  public JsonObject failed(String why) {
    JsonObject item = form("failed");
    item.addProperty("aggregated_output", why);
    item.addProperty("exit_code", -1);
    item.add("duration", ItemDuration.of(Duration.ZERO));
    return item;
  }

  /** It has ended. */
  public JsonObject ended(int exitCode, String output, Duration took) {
    JsonObject item = form(exitCode == 0 ? "completed" : "failed");
    item.addProperty("aggregated_output", output);
    item.addProperty("exit_code", exitCode);
    item.add("duration", ItemDuration.of(took));
    return item;
  }

  /** It goes on where it is not shown. */
  JsonObject left(String output, Duration soFar) {
    JsonObject item = form("completed");
    item.addProperty("aggregated_output", output);
    item.add("duration", ItemDuration.of(soFar));
    return item;
  }

  private JsonObject form(String status) {
    JsonObject item = new JsonObject();
    item.addProperty("type", "CommandExecution");
    item.addProperty("id", itemId);
    if (processId != null) {
      item.addProperty("process_id", processId);
    }
    JsonArray words = new JsonArray();
    argv.forEach(words::add);
    item.add("command", words);
    item.addProperty("cwd", Path.of(cwd).toUri().toString().replaceFirst("(?<=.)/$", ""));
    item.add("parsed_cmd", CommandActions.of(script, cwd));
    item.addProperty("source", source);
    item.addProperty("status", status);
    return item;
  }
}
