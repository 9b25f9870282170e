package dev.heddle.server.shell;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What commands do that others pipe into: which show what they get, or some of it, and neither
 * write files nor run programs.
 */
final class Filters {
  private static final Set<String> FORMATTERS =
      Set.of("head", "tail", "wc", "sort", "uniq", "cut", "column", "nl");

  /** What only shows the files that xargs gives it. */
  private static final Set<String> SHOWING =
      Set.of(
          "cat", "head", "tail", "nl", "wc", "ls", "du", "file", "stat", "echo", "grep", "egrep",
          "fgrep", "rg");

  /** Options of xargs whose value may be a word of its own. */
  private static final Set<String> NUMBERED = Set.of("-n", "-L", "-P", "-s", "-d");

  /** One command of sed that writes no file and runs no program. */
  private static final Pattern SED_PRINTS =
      Pattern.compile(
          "([\\d$]+(,[\\d$]+)?)?[pdq]"
              + "|s(\\W)(\\\\.|(?!\\3)[^\\\\]){0,200}\\3(\\\\.|(?!\\3)[^\\\\]){0,200}\\3[gpiI\\d]*");

  private static final Pattern LINE_COUNT = Pattern.compile("-n[+-]?\\d+|[+-]?\\d+");

  private Filters() {}

  /** Whether the command, which others pipe into, shows what they print and does nothing else. */
  static boolean onlyShows(List<String> words) {
    return switch (words.getFirst()) {
      case "tr" -> true;
      case "sed" ->
          !changesFiles(words)
              && Operands.of(words, 1).stream()
                  .allMatch(each -> SED_PRINTS.matcher(each).matches());
      case "awk" -> awkProgram(words) == words.size() - 1 && awkPrints(words.getLast());
      case "xargs" -> showsFiles(words);
      default ->
          FORMATTERS.contains(words.getFirst())
              && Operands.of(words, 1).stream().allMatch(Filters::isLineCount);
    };
  }

  /** Whether a program of awk writes to nothing but its output, as far as can be told. */
  static boolean awkPrints(String program) {
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

  /** Where the program stands among the words of awk, if there is one. */
  static int awkProgram(List<String> awk) {
    int program = 1;
    while (program < awk.size() && awk.get(program).matches("-[Fv].*")) {
      program += awk.get(program).length() == 2 ? 2 : 1;
    }
    return program;
  }

  /** Whether the word says to head or tail how many lines to show. */
  static boolean isLineCount(String word) {
    return LINE_COUNT.matcher(word).matches();
  }
}
