package dev.heddle.server.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A script that is nothing but plain commands: words, quoted or not, joined by {@code &&}, {@code
 * ||}, {@code ;}, {@code |} and line ends. Immutable.
 *
 * @param commands in order, each with at least one word
 */
public record ShellScript(List<Command> commands) {
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\+?=.*");
  private static final Set<String> RESERVED =
      Set.of(
          "!",
          "{",
          "}",
          "[[",
          "]]",
          "case",
          "coproc",
          "do",
          "done",
          "elif",
          "else",
          "esac",
          "fi",
          "for",
          "function",
          "if",
          "in",
          "select",
          "then",
          "time",
          "until",
          "while");

  /**
   * One command.
   *
   * @param words its name and arguments, without quotes
   * @param piped whether it reads what the command before it prints
   */
  public record Command(List<String> words, boolean piped) {
    /** The command's name as it was written. */
    public String name() {
      return words.getFirst();
    }

    /** The words in one line that a shell splits the same way. */
    @Override
    public String toString() {
      return join(words);
    }
  }

  /** The words in one line that a shell splits the same way. */
  public static String join(List<String> words) {
    return ShellQuotes.join(words);
  }

  /** The script, or null when it says more than plain commands do, or is no script at all. */
  public static @Nullable ShellScript parse(String script) {
    return new Lexer(script).script();
  }

  /** Takes a script apart. One use. */
  private static final class Lexer {
    private final String text;
    private int at;
    private final List<Command> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private boolean piped;
    private boolean wanted; // an operator was read that needs another command

    Lexer(String text) {
      this.text = text;
    }

    @Nullable ShellScript script() {
      while (at < text.length()) {
        char c = text.charAt(at);
        boolean understood =
            switch (c) {
              case ' ', '\t' -> skip();
              case '\n', ';' -> separator(c);
              case '|', '&' -> operator(c);
              case '#' -> comment();
              default -> word();
            };
        if (!understood) {
          return null;
        }
      }
      return !endCommand() || wanted || commands.isEmpty() ? null : new ShellScript(commands);
    }

    private boolean skip() {
      at++;
      return true;
    }

    private boolean comment() {
      while (at < text.length() && text.charAt(at) != '\n') {
        at++;
      }
      return true;
    }

    /** A line end may follow any operator; a semicolon must follow a command. */
    private boolean separator(char c) {
      if (c == ';' && words.isEmpty()) {
        return false;
      }
      at++;
      if (c == '\n' && words.isEmpty()) {
        return true;
      }
      if (!endCommand()) {
        return false;
      }
      piped = false;
      return true;
    }

    private boolean operator(char c) {
      boolean twice = at + 1 < text.length() && text.charAt(at + 1) == c;
      if (words.isEmpty() || (c == '&' && !twice) || !endCommand()) {
        return false; // includes |& and a command in the background
      }
      if (!twice && at + 1 < text.length() && text.charAt(at + 1) == '&') {
        return false;
      }
      at += twice ? 2 : 1;
      piped = c == '|' && !twice;
      wanted = true;
      return true;
    }

    private boolean endCommand() {
      if (words.isEmpty()) {
        return true;
      }
      String name = words.getFirst();
      if (RESERVED.contains(name) || ASSIGNMENT.matcher(name).matches()) {
        return false;
      }
      commands.add(new Command(List.copyOf(words), piped));
      words = new ArrayList<>();
      wanted = false;
      return true;
    }

    private boolean word() {
      StringBuilder word = new StringBuilder();
      while (at < text.length()) {
        char c = text.charAt(at);
        switch (c) {
          case ' ', '\t', '\n', ';', '|', '&' -> {
            words.add(word.toString());
            return true;
          }
          case '\'' -> {
            if (!singleQuoted(word)) {
              return false;
            }
          }
          case '"' -> {
            if (!doubleQuoted(word)) {
              return false;
            }
          }
          case '\\' -> {
            if (at + 1 >= text.length() || text.charAt(at + 1) == '\n') {
              return false;
            }
            word.append(text.charAt(at + 1));
            at += 2;
          }
          case '$', '`', '(', ')', '<', '>', '{', '}', '*', '?', '[', ']', '~', '\0' -> {
            return false;
          }
          default -> {
            word.append(c);
            at++;
          }
        }
      }
      words.add(word.toString());
      return true;
    }

    private boolean singleQuoted(StringBuilder word) {
      int end = text.indexOf('\'', at + 1);
      if (end < 0) {
        return false;
      }
      word.append(text, at + 1, end);
      at = end + 1;
      return true;
    }

    private boolean doubleQuoted(StringBuilder word) {
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return true;
        }
        if (c == '$' || c == '`' || c == '!') {
          return false;
        }
        if (c == '\\' && at + 1 < text.length() && "\"\\\n$`".indexOf(text.charAt(at + 1)) >= 0) {
          at++;
          if (text.charAt(at) == '\n') {
            continue;
          }
          c = text.charAt(at);
        }
        word.append(c);
      }
      return false;
    }
  }
}
