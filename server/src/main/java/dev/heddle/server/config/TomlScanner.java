package dev.heddle.server.config;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds where the statements of a TOML document are. The document must be one that {@link Toml}
 * takes: this only looks for the places, it checks nothing.
 *
 * <p>One document, one thread.
 */
final class TomlScanner {
  private final String text;
  private final String keyEnds;
  private int at;

  private TomlScanner(String text, String keyEnds) {
    this.text = text;
    this.keyEnds = keyEnds;
  }

  /** The statements of a document, in its order. */
  static List<TomlStatement> scan(String text) {
    return new TomlScanner(text, ".=]").statements();
  }

  /**
   * The parts of a dotted key; a part in quotes is what it stands for, any other may have any
   * character but a dot.
   */
  static List<String> key(String dotted) {
    return new TomlScanner(dotted, ".").key();
  }

  private List<TomlStatement> statements() {
    List<TomlStatement> found = new ArrayList<>();
    List<String> table = List.of();
    while (true) {
      int start = at;
      skipBlanks();
      if (at == text.length()) {
        return found;
      }
      char first = text.charAt(at);
      if (first == '#' || first == '\n' || first == '\r') {
        toNextLine();
      } else if (first == '[') {
        boolean element = text.startsWith("[[", at);
        at += element ? 2 : 1;
        table = key();
        toNextLine();
        TomlStatement.Kind kind = element ? TomlStatement.Kind.ELEMENT : TomlStatement.Kind.TABLE;
        found.add(new TomlStatement(kind, table, List.of(), start, at, at, at));
      } else {
        List<String> key = key();
        at++; // the equals sign
        skipBlanks();
        int valueStart = at;
        skipValue();
        int valueEnd = at;
        toNextLine();
        found.add(
            new TomlStatement(
                TomlStatement.Kind.VALUE, table, key, start, valueStart, valueEnd, at));
      }
    }
  }

  /** Reads a key up to what ends it. */
  private List<String> key() {
    List<String> parts = new ArrayList<>();
    while (true) {
      skipBlanks();
      parts.add(part());
      skipBlanks();
      if (at >= text.length() || text.charAt(at) != '.') {
        return List.copyOf(parts);
      }
      at++;
    }
  }

  private String part() {
    int start = at;
    if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      skipString();
      String quoted = text.substring(start, at);
      JsonElement value = Toml.value(quoted);
      return value == null ? quoted : value.getAsString();
    }
    while (at < text.length() && keyEnds.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private void skipValue() {
    switch (text.charAt(at)) {
      case '"', '\'' -> skipString();
      case '[', '{' -> skipBrackets();
      default -> {
        while (at < text.length() && text.charAt(at) != '#' && text.charAt(at) != '\n') {
          at++;
        }
        while (Character.isWhitespace(text.charAt(at - 1))) {
          at--;
        }
      }
    }
  }

  private void skipBrackets() {
    int depth = 0;
    do {
      switch (text.charAt(at)) {
        case '[', '{' -> {
          depth++;
          at++;
        }
        case ']', '}' -> {
          depth--;
          at++;
        }
        case '"', '\'' -> skipString();
        case '#' -> toNextLine();
        default -> at++;
      }
    } while (depth > 0);
  }

  private void skipString() {
    char quote = text.charAt(at);
    String three = String.valueOf(quote).repeat(3);
    boolean longString = text.startsWith(three, at);
    at += longString ? 3 : 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && quote == '"') {
        at += 2;
      } else if (!longString && c == quote) {
        at++;
        return;
      } else if (longString && text.startsWith(three, at)) {
        at += 3;
        // Up to two quotes may stand before the three that end it.
        while (at < text.length() && text.charAt(at) == quote) {
          at++;
        }
        return;
      } else {
        at++;
      }
    }
  }

  private void skipBlanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private void toNextLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end + 1;
  }
}
