package dev.heddle.server.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words of a command that are neither options nor values of options. */
final class Operands {
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

  private Operands() {}

  /** Those of {@code words} behind the first {@code from}, which name the command. */
  static List<String> of(List<String> words, int from) {
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
}
