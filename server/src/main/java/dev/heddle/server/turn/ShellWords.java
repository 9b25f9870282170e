package dev.heddle.server.turn;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Joins the words of a command into one line a POSIX shell would split the same way. */
final class ShellWords {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellWords() {}

  static String join(JsonArray words) {
    StringJoiner line = new StringJoiner(" ");
    for (JsonElement word : words) {
      line.add(quote(word.getAsString()));
    }
    return line.toString();
  }

  private static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
