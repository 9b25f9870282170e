package dev.heddle.server.search;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What to search for, as it was typed: parts separated by white space, all of which must fit.
 *
 * <p>A part's characters occur in this order. {@code 'part} occurs as it is, {@code ^part} begins
 * the path, {@code part$} ends it, {@code !part} is not in it. A backslash takes the meaning from a
 * mark or a space. Case does not count, and accents only in a part that has some.
 *
 * <p>Immutable.
 *
 * @param text as it was typed, without the space around it
 * @param parts none when there is nothing to search for
 */
record FileQuery(String text, List<QueryPart> parts) {
  static FileQuery parse(String typed) {
    List<QueryPart> parts = new ArrayList<>();
    for (String each : split(typed)) {
      addPart(each, parts);
    }
    return new FileQuery(typed.strip(), List.copyOf(parts));
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Whether this is one word without marks: then a file's own name is tried before its path. */
  boolean isPlain() {
    if (parts.size() != 1) {
      return false;
    }
    QueryPart only = parts.get(0);
    return only.kind() == QueryPart.Kind.FUZZY
        && !only.absent()
        && only.word().length == text.length();
  }

  /** The parts at white space; that behind a backslash is kept, with its backslash. */
  private static List<String> split(String typed) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean literal = false;
    for (char c : typed.toCharArray()) {
      if (Character.isWhitespace(c) && !literal) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
      literal = c == '\\' && !literal;
    }
    parts.add(part.toString());
    return parts;
  }

  private static void addPart(String written, List<QueryPart> parts) {
    String word = written;
    boolean absent = word.startsWith("!");
    if (absent) {
      word = word.substring(1);
    }
    QueryPart.Kind kind = absent ? QueryPart.Kind.INSIDE : QueryPart.Kind.FUZZY;
    if (word.startsWith("^")) {
      kind = QueryPart.Kind.BEGINNING;
      word = word.substring(1);
    } else if (word.startsWith("'")) {
      kind = QueryPart.Kind.INSIDE;
      word = word.substring(1);
    }
    if (word.endsWith("$") && !word.endsWith("\\$")) {
      kind = kind == QueryPart.Kind.BEGINNING ? QueryPart.Kind.WHOLE : QueryPart.Kind.END;
      word = word.substring(0, word.length() - 1);
    }
    word = withoutBackslashes(word);
    if (!word.isEmpty()) {
      boolean keepAccents = word.chars().anyMatch(c -> c > 127);
      char[] folded = word.toCharArray();
      for (int i = 0; i < folded.length; i++) {
        folded[i] = PathText.fold(folded[i], keepAccents);
      }
      parts.add(new QueryPart(folded, kind, absent, keepAccents));
    }
  }

  private static String withoutBackslashes(String word) {
    StringBuilder plain = new StringBuilder(word.length());
    CharBuffer rest = CharBuffer.wrap(word);
    while (rest.hasRemaining()) {
      char c = rest.get();
      boolean escapes = c == '\\' && rest.hasRemaining() && isEscapable(rest.charAt(0));
      plain.append(escapes ? rest.get() : c);
    }
    return plain.toString();
  }

  private static boolean isEscapable(char c) {
    return Character.isWhitespace(c) || "!^'$\\".indexOf(c) >= 0;
  }
}
