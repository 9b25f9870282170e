package dev.heddle.server.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a TOML document that says something: the head of a table, or a key with its value. A
 * value may take several lines.
 *
 * @param kind what it is
 * @param table the path of the table it is in; of a head, the path it names
 * @param key the key below that table, one part or several; empty for a head
 * @param start where its first line begins
 * @param valueStart where its value begins; of a head, the same as {@code end}
 * @param valueEnd behind its value
 * @param end behind its last line, line break included
 */
record TomlStatement(
    Kind kind,
    List<String> table,
    List<String> key,
    int start,
    int valueStart,
    int valueEnd,
    int end) {
  /** What a statement is. */
  enum Kind {
    /** {@code [table]}. */
    TABLE,
    /** {@code [[table]]}: another element of an array of tables. */
    ELEMENT,
    /** {@code key = value}. */
    VALUE
  }

  /** The whole path of what it sets. */
  List<String> path() {
    List<String> path = new ArrayList<>(table);
    path.addAll(key);
    return path;
  }

  /** Whether {@code path} is this one's path or leads to it. */
  boolean isAtOrBelow(List<String> path) {
    List<String> own = path();
    return own.size() >= path.size() && own.subList(0, path.size()).equals(path);
  }
}
