package dev.heddle.server.shell;

import java.util.ArrayList;
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

  /** Options of sed that leave what it does to its scripts; one with {@code e} brings a script. */
  private static final Pattern SED_OPTION = Pattern.compile("-[nErsuz]*e?");

  /** Options of sort that have it write a file or run a program. */
  private static final Pattern SORT_DOES_MORE =
      Pattern.compile("-[bcCdfghimMnrRsuVz]*o.*|--o.*|--comp.*");

  private static final Pattern LINE_COUNT = Pattern.compile("-n[+-]?\\d+|[+-]?\\d+");

  private Filters() {}

  /** Whether the command, which others pipe into, shows what they print and does nothing else. */
  static boolean onlyShows(List<String> words) {
    return switch (words.getFirst()) {
      case "tr" -> true;
      case "sed" -> sedFiles(words) == 0;
      case "awk" -> awkProgram(words) == words.size() - 1 && awkPrints(words.getLast());
      case "xargs" -> showsFiles(words);
      default ->
          FORMATTERS.contains(words.getFirst())
              && !(words.getFirst().equals("sort")
                  && words.stream().anyMatch(word -> SORT_DOES_MORE.matcher(word).matches()))
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

  /** How many files sed is given; negative when it may do more than print. */
  private static int sedFiles(List<String> sed) {
    List<String> scripts = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int i = 1; i < sed.size(); i++) {
      String word = sed.get(i);
      if (!word.startsWith("-")) {
        others.add(word);
      } else if (!SED_OPTION.matcher(word).matches()) {
        return -1;
      } else if (word.endsWith("e") && i + 1 < sed.size()) {
        scripts.add(sed.get(++i));
      }
    }
    if (scripts.isEmpty() && !others.isEmpty()) {
      scripts.add(others.removeFirst());
    }
    return scripts.stream().allMatch(each -> SED_PRINTS.matcher(each).matches())
        ? others.size()
        : -1;
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
    return SHOWING.contains(run.getFirst()) || (run.getFirst().equals("sed") && sedFiles(run) >= 0);
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
