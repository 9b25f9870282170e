package dev.heddle.server.approval;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reader of a file with rules for commands in Codex's form: calls of {@code prefix_rule} with named
 * arguments, on one line or several. Such files are programs; of what else they may hold nothing is
 * carried out.
 *
 * <p><b>Thread-safety:</b> used by one thread, once.
 */
final class RuleReader {
  private static final String CALL = "prefix_rule";
  private static final int END = -1;

  private final String text;
  private int at;

  /** A call that cannot be understood. */
  private static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  private RuleReader(String text) {
    this.text = text;
  }

  /**
   * The rules in a file.
   *
   * @param skipped is told of each call that is no rule one can understand: where, and why
   */
  static List<ExecRule> read(String text, Consumer<String> skipped) {
    RuleReader reader = new RuleReader(text);
    List<ExecRule> rules = new ArrayList<>();
    while (reader.toNextCall()) {
      int begin = reader.at;
      try {
        rules.add(rule(reader.arguments()));
      } catch (MalformedException e) {
        skipped.accept("line " + text.substring(0, begin).lines().count() + ": " + e.getMessage());
        reader.at = begin;
      }
    }
    return rules;
  }

  private static ExecRule rule(Map<String, JsonElement> arguments) throws MalformedException {
    List<List<String>> pattern = new ArrayList<>();
    if (!(arguments.get("pattern") instanceof JsonArray words) || words.isEmpty()) {
      throw new MalformedException("there is no pattern");
    }
    for (JsonElement word : words) {
      pattern.add(word instanceof JsonArray several ? texts(several) : List.of(text(word)));
    }
    return new ExecRule(pattern, decision(arguments.get("decision")));
  }

  private static ExecRules.Decision decision(@Nullable JsonElement given)
      throws MalformedException {
    String decision = given == null ? "allow" : text(given);
    return switch (decision) {
      case "allow" -> ExecRules.Decision.ALLOW;
      case "prompt" -> ExecRules.Decision.PROMPT;
      case "forbidden" -> ExecRules.Decision.FORBIDDEN;
      default -> throw new MalformedException("there is no decision \"" + decision + '"');
    };
  }

  private static List<String> texts(JsonArray values) throws MalformedException {
    List<String> texts = new ArrayList<>();
    for (JsonElement value : values) {
      texts.add(text(value));
    }
    return texts;
  }

  private static String text(JsonElement value) throws MalformedException {
    if (value instanceof JsonPrimitive text) {
      return text.getAsString();
    }
    throw new MalformedException("a list stands where a text is wanted");
  }

  /** Goes behind the opening parenthesis of the next call; false when there is none. */
  private boolean toNextCall() {
    while (true) {
      skipBlank();
      int sign = peek();
      if (sign == END) {
        return false;
      } else if (sign == '"' || sign == '\'') {
        try {
          readString();
        } catch (MalformedException e) {
          at++; // a quote that is none
        }
      } else if (Character.isJavaIdentifierStart(sign)) {
        boolean call = readName().equals(CALL);
        skipBlank();
        if (call && peek() == '(') {
          at++;
          return true;
        }
      } else {
        at++;
      }
    }
  }

  private Map<String, JsonElement> arguments() throws MalformedException {
    Map<String, JsonElement> arguments = new HashMap<>();
    skipBlank();
    while (peek() != ')') {
      String name = readName();
      skipBlank();
      expect('=');
      arguments.put(name, readValue());
      separator(')');
    }
    at++;
    return arguments;
  }

  private JsonElement readValue() throws MalformedException {
    skipBlank();
    if (peek() != '[') {
      return new JsonPrimitive(readString());
    }
    at++;
    JsonArray list = new JsonArray();
    skipBlank();
    while (peek() != ']') {
      list.add(readValue());
      separator(']');
    }
    at++;
    return list;
  }

  /** A comma, which may be missing before the end of a list, and the blanks around it. */
  private void separator(char end) throws MalformedException {
    skipBlank();
    if (peek() != end) {
      expect(',');
      skipBlank();
    }
  }

  private String readString() throws MalformedException {
    int quote = peek();
    if (quote != '"' && quote != '\'') {
      throw new MalformedException("there is something else than texts and lists of them");
    }
    StringBuilder string = new StringBuilder();
    for (int i = at + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
      char sign = text.charAt(i);
      if (sign == quote) {
        at = i + 1;
        return string.toString();
      }
      if (sign == '\\' && i + 1 < text.length()) {
        sign = unescaped(text.charAt(++i));
      }
      string.append(sign);
    }
    throw new MalformedException("a text has no end");
  }

  private static char unescaped(char sign) throws MalformedException {
    return switch (sign) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '\\', '"', '\'' -> sign;
      default -> throw new MalformedException("there is no escape \\" + sign);
    };
  }

  private String readName() {
    int begin = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    return text.substring(begin, at);
  }

  private void expect(char sign) throws MalformedException {
    if (peek() != sign) {
      throw new MalformedException("a " + sign + " is missing");
    }
    at++;
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private void skipBlank() {
    while (at < text.length()) {
      char sign = text.charAt(at);
      if (sign == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(sign)) {
        at++;
      } else {
        return;
      }
    }
  }
}
