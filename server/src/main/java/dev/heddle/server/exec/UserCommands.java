package dev.heddle.server.exec;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.CommandExecutionOutputDeltaNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.process.ChildCommand;
import dev.heddle.server.process.ChildProcesses;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.tool.ToolItem;
import dev.heddle.server.tool.ToolScope;
import dev.heddle.server.tool.TurnTask;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Commands that the user types: they run as they are, without a sandbox and unasked, and the model
 * is told of them.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class UserCommands {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);

  private final ChildProcesses processes;

  public UserCommands(ChildProcesses processes) {
    this.processes = processes;
  }

  /**
   * The task that runs it.
   *
   * @param timeoutMs how long it may take, or null for an hour
   */
  public TurnTask task(String script, @Nullable Long timeoutMs) {
    Duration timeout = timeoutMs == null ? DEFAULT_TIMEOUT : Duration.ofMillis(timeoutMs);
    return scope -> run(script, timeout, scope);
  }

  private List<JsonObject> run(String script, Duration timeout, ToolScope scope)
      throws CancelledException {
    String cwd = scope.settings().cwd();
    List<String> argv = UserShell.argv(UserShell.ofUser(), script, true);
    CommandItem form =
        new CommandItem(UUID.randomUUID().toString(), null, argv, script, cwd, CommandItem.USERS);
    ToolItem item = scope.begin(form.begun());
    ExecSession session =
        new ExecSession(
            scope.threadId(),
            scope.turnId(),
            form,
            item.deltas(
                ServerNotifications.ITEM_COMMAND_EXECUTION_OUTPUT_DELTA,
                text ->
                    new CommandExecutionOutputDeltaNotification(
                        scope.threadId(), scope.turnId(), item.itemId(), text)));
    try {
      session.started(
          processes.start(
              new ChildCommand(
                  argv, cwd, ExecEnvironment.of(scope.settings(), false), null, false, true),
              (error, bytes) -> session.printed(bytes)));
    } catch (IOException e) {
      String why = "The command could not be started: " + e.getMessage();
      item.complete(form.failed(why));
      return List.of(told(script, -1, Duration.ZERO, why));
    }
    Integer exitCode = session.await(timeout, scope.cancellation());
    if (exitCode == null) {
      processes.end(session.child());
      exitCode = -1;
    }
    item.complete(form.ended(exitCode, session.output(), session.age()));
    scope.cancellation().check();
    return List.of(told(script, exitCode, session.age(), session.output()));
  }

  /** The form in which models know such messages. */
  private static JsonObject told(String script, int exitCode, Duration took, String output) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "input_text");
    part.addProperty(
        "text",
        "<user_shell_command>\n<command>\n"
            + script
            + "\n</command>\n<result>\nExit code: "
            + exitCode
            + "\nDuration: "
            + String.format(Locale.ROOT, "%.4f", took.toNanos() / 1e9)
            + " seconds\nOutput:\n"
            + OutputText.forModel(output)
            + "\n</result>\n</user_shell_command>");
    JsonArray content = new JsonArray();
    content.add(part);
    JsonObject message = new JsonObject();
    message.addProperty("type", "message");
    message.addProperty("id", "msg_" + Uuid7.next());
    message.addProperty("role", "user");
    message.add("content", content);
    return message;
  }
}
