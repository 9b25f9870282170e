package dev.heddle.server.exec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.approval.CommandToRun;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.tool.ToolFailedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code exec_command}.
 *
 * @param command what is to run
 * @param terminal whether it gets a terminal
 * @param yieldMs how long to wait for its end
 * @param maxTokens how much of its output the model wants, roughly
 */
record ExecArguments(CommandToRun command, boolean terminal, long yieldMs, int maxTokens) {
  private static final long DEFAULT_YIELD_MS = 10_000;
  private static final long MIN_YIELD_MS = 250;
  private static final long MAX_YIELD_MS = 30_000;
  static final int DEFAULT_TOKENS = 10_000;

  /**
   * Reads them.
   *
   * @param cwd the turn's working directory
   */
  static ExecArguments of(JsonObject arguments, String cwd) throws ToolFailedException {
    String script = Json.string(arguments, "cmd");
    if (script == null) {
      throw new ToolFailedException("The argument `cmd` is missing, or is no string.");
    }
    if (script.isBlank()) {
      throw new ToolFailedException("The argument `cmd` is empty.");
    }
    boolean login =
        !(arguments.get("login") instanceof JsonPrimitive given) || given.getAsBoolean();
    CommandToRun command =
        new CommandToRun(
            script,
            UserShell.argv(shell(Json.string(arguments, "shell")), script, login),
            folder(cwd, Json.string(arguments, "workdir")),
            escalated(arguments.get("sandbox_permissions")),
            Json.string(arguments, "justification"),
            words(arguments.get("prefix_rule")));
    return new ExecArguments(
        command,
        Json.bool(arguments, "tty"),
        clamp(number(arguments, "yield_time_ms", DEFAULT_YIELD_MS), MIN_YIELD_MS, MAX_YIELD_MS),
        tokens(arguments));
  }

  private static boolean escalated(@Nullable JsonElement permissions) throws ToolFailedException {
    if (permissions == null || permissions.isJsonNull()) {
      return false;
    }
    return switch (permissions instanceof JsonPrimitive word ? word.getAsString() : "") {
      case "use_default" -> false;
      case "require_escalated" -> true;
      default ->
          throw new ToolFailedException(
              "The argument `sandbox_permissions` is neither `use_default` nor `require_escalated`;"
                  + " there are no other permissions to ask for. The command was not run.");
    };
  }

  static int tokens(JsonObject arguments) {
    return (int) clamp(number(arguments, "max_output_tokens", DEFAULT_TOKENS), 1, DEFAULT_TOKENS);
  }

  static long number(JsonObject arguments, String name, long otherwise) {
    return arguments.get(name) instanceof JsonPrimitive number && number.isNumber()
        ? (long) number.getAsDouble()
        : otherwise;
  }

  static long clamp(long value, long min, long max) {
    return Math.max(min, Math.min(max, value));
  }

  private static String shell(@Nullable String asked) throws ToolFailedException {
    String shell = asked == null || asked.isBlank() ? UserShell.ofUser() : UserShell.named(asked);
    if (shell == null) {
      throw new ToolFailedException(
          "The argument `shell` names no shell of this system. Leave it out for the user's.");
    }
    return shell;
  }

  private static String folder(String cwd, @Nullable String workdir) throws ToolFailedException {
    try {
      return workdir == null || workdir.isBlank()
          ? cwd
          : Path.of(cwd).resolve(workdir).normalize().toString();
    } catch (InvalidPathException e) {
      throw new ToolFailedException("The argument `workdir` is no path.");
    }
  }

  private static @Nullable List<String> words(@Nullable JsonElement list) {
    if (!(list instanceof JsonArray array)) {
      return null;
    }
    List<String> words = new ArrayList<>();
    for (JsonElement word : array) {
      if (!(word instanceof JsonPrimitive text) || !text.isString()) {
        return null;
      }
      words.add(text.getAsString());
    }
    return words;
  }
}
