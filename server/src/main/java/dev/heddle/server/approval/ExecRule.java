package dev.heddle.server.approval;

import java.util.List;

/**
 * What the user has decided about commands that begin with certain words.
 *
 * @param pattern for each of the first words, what it may be
 * @param decision what goes for such commands
 */
record ExecRule(List<List<String>> pattern, ExecRules.Decision decision) {
  /** Whether a command with these words is one of them. */
  boolean matches(List<String> words) {
    if (words.size() < pattern.size()) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      if (!pattern.get(i).contains(words.get(i))) {
        return false;
      }
    }
    return true;
  }
}
