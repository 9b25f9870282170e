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
  private static final Set<String> FORMATTERS =
      Set.of("head", "tail", "wc", "sort", "uniq", "cut", "column", "nl");
  private static final Set<String> SILENT = Set.of("true", "printf");

  /** What only shows the files that xargs gives it. */
  private static final Set<String> SHOWING =
      Set.of(
          "cat", "head", "tail", "nl", "wc", "ls", "du", "file", "stat", "echo", "grep", "egrep",
          "fgrep", "rg");

  /** Options of xargs whose value may be a word of its own. */
  private static final Set<String> NUMBERED = Set.of("-n", "-L", "-P", "-s", "-d");

  private static final Set<String> TELLS_NOTHING = Set.of("build", "dist", "node_modules", "src");
  private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");
  private static final Set<String> WITH_VALUE =
      Set.of(
          "-A",
          "-B",
          "-C",
          "-m",
          "-g",
          "-t",
          "-T",
          "-d",
          "-M",
          "-j",
          "-E",
          "-I",
          "-L",
          "--glob",
          "--type",
          "--type-not",
          "--max-count",
          "--max-depth",
          "--context",
          "--after-context",
          "--before-context",
          "--include",
          "--exclude",
          "--exclude-dir",
          "--extension",
          "--level",
          "--depth");
  private static final Pattern SED_LINES = Pattern.compile("\\d+(,\\d+)?p");

  /** One command of sed that writes no file and runs no program. */
  private static final Pattern SED_PRINTS =
      Pattern.compile(
          "([\\d$]+(,[\\d$]+)?)?[pdq]"
              + "|s(\\W)(\\\\.|(?!\\3)[^\\\\]){0,200}\\3(\\\\.|(?!\\3)[^\\\\]){0,200}\\3[gpiI\\d]*");

  private static final Pattern LINE_COUNT = Pattern.compile("-n[+-]?\\d+|[+-]?\\d+");

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
        || (command.piped() && formats(command.words()));
  }

  private static boolean formats(List<String> words) {
    return switch (words.getFirst()) {
      case "tr" -> true;
      case "sed" ->
          !changesFiles(words)
              && operands(words, 1).stream().allMatch(each -> SED_PRINTS.matcher(each).matches());
      case "awk" -> programOf(words) == words.size() - 1 && prints(words.getLast());
      case "xargs" -> showsFiles(words);
      default ->
          FORMATTERS.contains(words.getFirst())
              && operands(words, 1).stream().allMatch(each -> LINE_COUNT.matcher(each).matches());
    };
  }

  /** Whether a program of awk writes to nothing but its output, as far as can be told. */
  private static boolean prints(String program) {
    int print = program.indexOf("print");
    return !program.contains("system")
        && !program.contains("getline")
        && (print < 0 || (program.indexOf('>', print) < 0 && program.indexOf('|', print) < 0));
  }

  private static boolean changesFiles(List<String> sed) {
    return sed.stream().anyMatch(word -> word.startsWith("-i") || word.startsWith("--in-place"));
  }

  /** Whether what xargs runs only shows the files it is given. */
  private static boolean showsFiles(List<String> xargs) {
    int command = 1;
    while (command < xargs.size() && xargs.get(command).startsWith("-")) {
      if (xargs.get(command).startsWith("-I")) {
        return false; // what is run is put together from what comes
      }
      command += NUMBERED.contains(xargs.get(command)) ? 2 : 1;
    }
    if (command >= xargs.size()) {
      return false;
    }
    List<String> run = xargs.subList(command, xargs.size());
    return SHOWING.contains(run.getFirst()) || (run.getFirst().equals("sed") && !changesFiles(run));
  }

  private @Nullable JsonObject of(ShellScript.Command command, Path folder) {
    List<String> words = command.words();
    return switch (command.name()) {
      case "cat", "bat", "batcat", "less", "more", "nl" ->
          read(command, folder, operands(words, 1));
      case "head", "tail" -> ofLines(command, folder);
      case "sed" ->
          words.size() == 4
                  && words.get(1).equals("-n")
                  && SED_LINES.matcher(words.get(2)).matches()
              ? read(command, folder, words.subList(3, 4))
              : null;
      case "awk" -> ofAwk(command, folder);
      case "ls", "eza", "exa", "tree", "du" -> list(command, operands(words, 1));
      case "rg" ->
          words.contains("--files")
              ? list(command, operands(words, 1))
              : search(command, operands(words, 1));
      case "grep", "egrep", "fgrep", "ag", "ack" -> search(command, operands(words, 1));
      case "fd", "fdfind" -> ofFd(command);
      case "find" -> ofFind(command);
      case "git" -> ofGit(command);
      default -> null;
    };
  }

  private @Nullable JsonObject ofLines(ShellScript.Command command, Path folder) {
    List<String> words = command.words();
    if (words.size() == 2) {
      return read(command, folder, operands(words, 1));
    }
    if (words.size() == 3 && LINE_COUNT.matcher(words.get(1)).matches()) {
      return words.get(1).startsWith("-n") ? read(command, folder, words.subList(2, 3)) : null;
    }
    return words.size() == 4
            && words.get(1).equals("-n")
            && LINE_COUNT.matcher(words.get(2)).matches()
        ? read(command, folder, words.subList(3, 4))
        : null;
  }

  private @Nullable JsonObject ofAwk(ShellScript.Command command, Path folder) {
    List<String> words = command.words();
    int program = programOf(words);
    return program == words.size() - 2
            && !words.get(program).startsWith("-")
            && prints(words.get(program))
        ? read(command, folder, words.subList(program + 1, program + 2))
        : null;
  }

  /** Where the program stands among the words of awk, if there is one. */
  private static int programOf(List<String> awk) {
    int program = 1;
    while (program < awk.size() && awk.get(program).matches("-[Fv].*")) {
      program += awk.get(program).length() == 2 ? 2 : 1;
    }
    return program;
  }

  private @Nullable JsonObject ofFd(ShellScript.Command command) {
    List<String> operands = operands(command.words(), 1);
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
      case "grep" -> search(command, operands(words, 2));
      case "ls-files" -> list(command, operands(words, 2));
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

  /** The words that are neither options nor values of options. */
  private static List<String> operands(List<String> words, int from) {
    List<String> operands = new ArrayList<>();
    for (int i = from; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        operands.addAll(words.subList(i + 1, words.size()));
        break;
      }
      if (WITH_VALUE.contains(word)) {
        i++;
      } else if (!word.startsWith("-") || word.equals("-")) {
        operands.add(word);
      }
    }
    return operands;
  }

  private static @Nullable Path resolve(Path folder, String path) {
    try {
      return folder.resolve(path).normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
