package dev.heddle.server.shell;

import java.util.StringJoiner;

/**
 * Writes words so that a shell reads them back, with the quotes that the peer uses (the session
 * {@code commands} shows it): none where none are needed, single ones around what they can hold,
 * else double ones. A word that no one kind of quotes can hold is written in pieces.
 */
final class ShellQuotes {
  private static final int PLAIN = 1;
  private static final int SINGLE = 2;
  private static final int DOUBLE = 4;

  private ShellQuotes() {}

  /** The words in one line that a shell splits the same way. */
  static String join(Iterable<String> words) {
    StringJoiner line = new StringJoiner(" ");
    for (String word : words) {
      line.add(quote(word));
    }
    return line.toString();
  }

  private static String quote(String word) {
    if (word.isEmpty()) {
      return "''";
    }
    StringBuilder quoted = new StringBuilder();
    int from = 0;
    while (from < word.length()) {
      // As the peer does, so that shells with history leave it alone: a caret begins a piece.
      boolean caret = word.charAt(from) == '^';
      int fitting = caret ? SINGLE : PLAIN | SINGLE | DOUBLE;
      int to = caret ? from + 1 : from;
      while (to < word.length() && (fitting & fittingFor(word.charAt(to))) != 0) {
        fitting &= fittingFor(word.charAt(to));
        to++;
      }
      append(quoted, word.substring(from, to), fitting);
      from = to;
    }
    return quoted.toString();
  }

  /** The kinds of quotes that can hold a character. */
  private static int fittingFor(char letter) {
    boolean plain =
        letter >= 'a' && letter <= 'z'
            || letter >= 'A' && letter <= 'Z'
            || letter >= '0' && letter <= '9'
            || "+-./:@]_".indexOf(letter) >= 0;
    boolean single = letter != '\'' && letter != '\\' && letter != '^';
    boolean twofold = "`$!^".indexOf(letter) < 0;
    return (plain ? PLAIN : 0) | (single ? SINGLE : 0) | (twofold ? DOUBLE : 0);
  }

  private static void append(StringBuilder quoted, String piece, int fitting) {
    if ((fitting & PLAIN) != 0) {
      quoted.append(piece);
    } else if ((fitting & SINGLE) != 0) {
      quoted.append('\'').append(piece).append('\'');
    } else {
      String escaped = piece.replace("\\", "\\\\").replace("\"", "\\\"");
      quoted.append('"').append(escaped).append('"');
    }
  }
}
