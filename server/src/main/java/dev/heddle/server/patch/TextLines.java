package dev.heddle.server.patch;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a text, each with the end it has: {@code \n}, {@code \r\n}, {@code \r}, or none in
 * the last one. Joined they are the text again.
 *
 * @param lines without their ends
 * @param ends one for each line
 */
record TextLines(List<String> lines, List<String> ends) {
  TextLines {
    lines = List.copyOf(lines);
    ends = List.copyOf(ends);
  }

  static TextLines of(String text) {
    List<String> lines = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        int next = text.startsWith("\r\n", i) ? i + 2 : i + 1;
        lines.add(text.substring(start, i));
        ends.add(text.substring(i, next));
        start = next;
        i = next - 1;
      }
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
      ends.add("");
    }
    return new TextLines(lines, ends);
  }

  /** How a new line ends in this text: as the first one does. */
  String end() {
    return ends.isEmpty() || ends.getFirst().isEmpty() ? "\n" : ends.getFirst();
  }

  /** Whether the last line has no end. */
  boolean lacksLastEnd() {
    return !ends.isEmpty() && ends.getLast().isEmpty();
  }
}
