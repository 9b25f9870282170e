package dev.heddle.server.shell;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a script does, for people: files it reads, folders it lists, what it searches for, as the
 * stored {@code parsed_cmd} of a command says it. A script with anything else in it is one action
 * of an unknown kind.
 */
public final class CommandActions {
  private static final Set<String> SILENT = Set.of("true", "printf");
  private static final Set<String> TELLS_NOTHING = Set.of("build", "dist", "node_modules", "src");
  private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");
  private static final Pattern SED_LINES = Pattern.compile("\\d+(,\\d+)?p");

  private final Path cwd;

  private CommandActions(Path cwd) {
    this.cwd = cwd;
  }

  /**
   * The actions of {@code script}, run in {@code cwd}.
   *
   * @return at least one object with {@code type} and {@code cmd}
   */
  public static JsonArray of(String script, String cwd) {
    JsonArray actions = new JsonArray();
    ShellScript parsed = ShellScript.parse(script);
    List<JsonObject> known =
        parsed == null ? List.of() : new CommandActions(Path.of(cwd)).of(parsed);
    if (parsed == null || known.isEmpty()) {
      actions.add(action("unknown", script));
      return actions;
    }
    known.forEach(actions::add);
    if (known.size() == 1 && isRead(known.getFirst()) && takesLines(parsed)) {
      known.getFirst().addProperty("cmd", script); // which lines is said by another command
    }
    return actions;
  }

  private static boolean isRead(JsonObject action) {
    return action.get("type").getAsString().equals("read");
  }

  /** Whether one of several commands in a pipe prints some lines of what it gets. */
  private static boolean takesLines(ShellScript script) {
    return script.commands().stream().anyMatch(ShellScript.Command::piped)
        && script.commands().stream()
            .map(ShellScript.Command::words)
            .anyMatch(words ->
                words.size() > 2 && words.getFirst().equals("sed") && words.get(1).equals("-n"));
  }

  private static JsonObject action(String type, String command) {
    JsonObject action = new JsonObject();
    action.addProperty("type", type);
    action.addProperty("cmd", command);
    return action;
  }

  private List<JsonObject> of(ShellScript script) {
    List<JsonObject> actions = new ArrayList<>();
    Path folder = cwd;
    for (ShellScript.Command command : script.commands()) {
      List<String> words = command.words();
      if (command.name().equals("cd") && words.size() == 2) {
        Path entered = resolve(folder, words.get(1));
        if (entered == null) {
          return List.of();
        }
        folder = entered;
      } else if (!isSilent(command, actions.isEmpty())) {
        JsonObject action = of(command, folder);
        if (action == null) {
          return List.of();
        }
        actions.add(action);
      }
    }
    return actions;
  }

  /**
   * Whether it only says something, or shows otherwise what others print.
   *
   * @param first whether nothing was done before it: what is said behind is a part of the answer
   */
  private static boolean isSilent(ShellScript.Command command, boolean first) {
    return SILENT.contains(command.name())
        || (first && !command.piped() && command.name().equals("echo"))
        || (command.piped() && Filters.onlyShows(command.words()));
  }

  private @Nullable JsonObject of(ShellScript.Command command, Path folder) {
    List<String> words = command.words();
    return switch (command.name()) {
      case "cat", "bat", "batcat", "less", "more", "nl" ->
          read(command, folder, Operands.of(words, 1));
      case "head", "tail" -> ofLines(command, folder);
      case "sed" ->
          words.size() == 4
                  && words.get(1).equals("-n")
                  && SED_LINES.matcher(words.get(2)).matches()
              ? read(command, folder, words.subList(3, 4))
              : null;
      case "awk" -> ofAwk(command, folder);
      case "ls", "eza", "exa", "tree", "du" -> list(command, Operands.of(words, 1));
      case "rg" ->
          words.contains("--files")
              ? list(command, Operands.of(words, 1))
              : search(command, Operands.of(words, 1));
      case "grep", "egrep", "fgrep", "ag", "ack" -> search(command, Operands.of(words, 1));
      case "fd", "fdfind" -> ofFd(command);
      case "find" -> ofFind(command);
      case "git" -> ofGit(command);
      default -> null;
    };
  }

  private @Nullable JsonObject ofLines(ShellScript.Command command, Path folder) {
    List<String> words = command.words();
    if (words.size() == 2) {
      return read(command, folder, Operands.of(words, 1));
    }
    if (words.size() == 3 && Filters.isLineCount(words.get(1))) {
      return words.get(1).startsWith("-n") ? read(command, folder, words.subList(2, 3)) : null;
    }
    return words.size() == 4 && words.get(1).equals("-n") && Filters.isLineCount(words.get(2))
        ? read(command, folder, words.subList(3, 4))
        : null;
  }

  private @Nullable JsonObject ofAwk(ShellScript.Command command, Path folder) {
    List<String> words = command.words();
    int program = Filters.awkProgram(words);
    return program == words.size() - 2
            && !words.get(program).startsWith("-")
            && Filters.awkPrints(words.get(program))
        ? read(command, folder, words.subList(program + 1, program + 2))
        : null;
  }

  private @Nullable JsonObject ofFd(ShellScript.Command command) {
    List<String> operands = Operands.of(command.words(), 1);
    return operands.isEmpty() ? list(command, operands) : search(command, operands);
  }

  private static JsonObject ofFind(ShellScript.Command command) {
    List<String> words = command.words();
    String path = words.size() > 1 && !words.get(1).startsWith("-") ? words.get(1) : null;
    for (int i = 1; i + 1 < words.size(); i++) {
      if (Set.of("-name", "-iname", "-path", "-regex").contains(words.get(i))) {
        JsonObject action = action("search", command.toString());
        action.addProperty("query", words.get(i + 1));
        action.addProperty("path", path == null ? null : inShort(path));
        return action;
      }
    }
    JsonObject action = action("list_files", command.toString());
    action.addProperty("path", path == null ? null : inShort(path));
    return action;
  }

  private @Nullable JsonObject ofGit(ShellScript.Command command) {
    List<String> words = command.words();
    return switch (words.size() > 1 ? words.get(1) : "") {
      case "grep" -> search(command, Operands.of(words, 2));
      case "ls-files" -> list(command, Operands.of(words, 2));
      default -> null;
    };
  }

  private @Nullable JsonObject read(
      ShellScript.Command command, Path folder, List<String> operands) {
    if (operands.size() != 1) {
      return null;
    }
    Path file = resolve(folder, operands.getFirst());
    if (file == null || file.getFileName() == null) {
      return null;
    }
    JsonObject action = action("read", command.toString());
    action.addProperty("name", file.getFileName().toString());
    action.addProperty("path", file.toString());
    return action;
  }

  private static JsonObject list(ShellScript.Command command, List<String> operands) {
    JsonObject action = action("list_files", command.toString());
    action.addProperty("path", operands.isEmpty() ? null : inShort(operands.getFirst()));
    return action;
  }

  private static @Nullable JsonObject search(ShellScript.Command command, List<String> operands) {
    if (operands.isEmpty()) {
      return null;
    }
    JsonObject action = action("search", command.toString());
    action.addProperty("query", operands.getFirst());
    int patterns = Math.max(1, Collections.frequency(command.words(), "-e"));
    if (operands.size() > patterns) {
      action.addProperty("path", inShort(operands.get(patterns)));
    } else {
      action.add("path", JsonNull.INSTANCE);
    }
    return action;
  }

  /**
   * The last part of a path that says something to people, as the peer names what is listed or
   * searched (the session {@code commands} shows it): {@code core} for {@code server/core/src/}.
   */
  private static String inShort(String path) {
    String whole = SLASHES_AT_END.matcher(path).replaceFirst("");
    return Arrays.stream(whole.split("/"))
        .filter(part -> !part.isEmpty() && !TELLS_NOTHING.contains(part))
        .reduce((before, last) -> last)
        .orElse(whole);
  }

  private static @Nullable Path resolve(Path folder, String path) {
    try {
      return folder.resolve(path).normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
