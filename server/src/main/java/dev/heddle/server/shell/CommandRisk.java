package dev.heddle.server.shell;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is known of the harm a script can do.
 *
 * <p>Git is not among what is known to be safe: a repository's configuration can make any of its
 * commands run programs.
 */
public final class CommandRisk {
  private static final Set<String> READERS =
      Set.of(
          "cat", "cd", "cut", "echo", "expr", "false", "grep", "head", "id", "ls", "nl", "paste",
          "pwd", "rev", "seq", "stat", "tail", "tr", "true", "uname", "wc", "which", "whoami");
  private static final Set<String> FIND_ACTIONS =
      Set.of(
          "-delete",
          "-exec",
          "-execdir",
          "-fls",
          "-fprint",
          "-fprint0",
          "-fprintf",
          "-ok",
          "-okdir");
  private static final Pattern SED_LINES = Pattern.compile("\\d+(,\\d+)?p");

  /**
   * {@code rm} by force where a command may begin, in scripts that are more than plain commands.
   */
  private static final Pattern FORCED_REMOVAL =
      Pattern.compile(
          "(?:^|[;&|\\n(){}`!]|\\b(?:do|then|else|sudo|exec|command|time|env|xargs)\\s)\\s*"
              + "(?:[^\\s;&|]*/)?rm\\s(?:[^;&|\\n]*\\s)?(?:--force|-[A-Za-z]*f[A-Za-z]*)(?![\\w-])");

  private CommandRisk() {}

  /** Whether running {@code script} is known to change nothing. */
  public static boolean isSafe(String script) {
    ShellScript parsed = ShellScript.parse(script);
    return parsed != null
        && parsed.commands().stream().allMatch(command -> isSafe(command.words()));
  }

  private static boolean isSafe(List<String> words) {
    List<String> arguments = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case "find" -> arguments.stream().noneMatch(FIND_ACTIONS::contains);
      case "rg" -> arguments.stream().noneMatch(CommandRisk::startsPrograms);
      case "sed" ->
          (arguments.size() == 2 || arguments.size() == 3)
              && arguments.getFirst().equals("-n")
              && SED_LINES.matcher(arguments.get(1)).matches()
              && (arguments.size() == 2 || !arguments.get(2).startsWith("-"));
      case "uniq" -> arguments.stream().dropWhile(CommandRisk::isOption).count() <= 1;
      default -> READERS.contains(words.getFirst());
    };
  }

  private static boolean isOption(String argument) {
    return argument.startsWith("-") && !argument.equals("-") && !argument.equals("--");
  }

  private static boolean startsPrograms(String argument) {
    return argument.startsWith("--pre")
        || argument.startsWith("--hostname-bin")
        || argument.equals("--search-zip")
        || (argument.startsWith("-") && !argument.startsWith("--") && argument.contains("z"));
  }

  /** Whether {@code script} removes files by force, which is asked about in a sandbox, too. */
  public static boolean isDangerous(String script) {
    ShellScript parsed = ShellScript.parse(script);
    return parsed == null
        ? FORCED_REMOVAL.matcher(script).find()
        : parsed.commands().stream().anyMatch(command -> isDangerous(command.words()));
  }

  private static boolean isDangerous(List<String> words) {
    String name = words.getFirst();
    if (name.equals("sudo") && words.size() > 1) {
      return isDangerous(words.subList(1, words.size()));
    }
    return (name.equals("rm") || name.endsWith("/rm"))
        && words.stream()
            .anyMatch(word ->
                word.equals("--force")
                    || (word.startsWith("-") && !word.startsWith("--") && word.contains("f")));
  }
}
