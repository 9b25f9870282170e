package dev.heddle.server.conform.stage;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import org.jspecify.annotations.Nullable;

/**
 * A line of a session, read from left to right: bare words, texts in quotation marks, JSON values.
 *
 * <p><b>Errors.</b> {@link IllegalArgumentException} when the line holds something else.
 */
public final class Words {
  private final String line;
  private int position;

  public Words(String line) {
    this.line = line;
    skipBlanks();
  }

  public boolean atEnd() {
    return position == line.length();
  }

  public void end() {
    if (!atEnd()) {
      throw new IllegalArgumentException("not understood: " + line.substring(position));
    }
  }

  /** Reads up to the next blank. */
  public String word() {
    if (atEnd()) {
      throw new IllegalArgumentException("a word is missing");
    }
    int start = position;
    while (position < line.length() && !Character.isWhitespace(line.charAt(position))) {
      position++;
    }
    String word = line.substring(start, position);
    skipBlanks();
    return word;
  }

  /** Reads the word if it comes next. */
  public boolean skip(String word) {
    int after = position + word.length();
    boolean comes =
        line.startsWith(word, position)
            && (after == line.length() || Character.isWhitespace(line.charAt(after)));
    if (comes) {
      position = after;
      skipBlanks();
    }
    return comes;
  }

  public boolean textComes() {
    return position < line.length() && line.charAt(position) == '"';
  }

  public boolean startsWith(String prefix) {
    return line.startsWith(prefix, position);
  }

  /** Reads a JSON string. */
  public String text() {
    if (!textComes()) {
      throw new IllegalArgumentException("a text in quotation marks is missing");
    }
    return json().getAsString();
  }

  public @Nullable JsonElement optionalJson() {
    boolean comes = position < line.length() && "{[\"".indexOf(line.charAt(position)) >= 0;
    return comes || startsWith("null") ? json() : null;
  }

  /** Reads one JSON value: up to the bracket that closes it, or to the next blank. */
  public JsonElement json() {
    int start = position;
    int depth = 0;
    boolean quoted = false;
    while (position < line.length()) {
      char c = line.charAt(position);
      if (quoted && c == '\\') {
        position++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '{' || c == '[')) {
        depth++;
      } else if (!quoted && (c == '}' || c == ']')) {
        depth--;
      } else if (!quoted && depth == 0 && Character.isWhitespace(c)) {
        break;
      }
      position++;
    }
    JsonElement value = JsonParser.parseString(line.substring(start, position));
    skipBlanks();
    return value;
  }

  private void skipBlanks() {
    while (position < line.length() && Character.isWhitespace(line.charAt(position))) {
      position++;
    }
  }
}
