package dev.heddle.server.demo;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The page that is written to: paragraphs, and lines that wrap at a fixed width. Colours are codes
 * around the text and count for nothing in the width.
 *
 * <p><b>Thread-safety:</b> one thread at a time; callers lock.
 */
final class Screen {
  private static final int WIDTH = 100;

  private final PrintStream out;
  private final boolean coloured;
  private int column;

  Screen(OutputStream out, boolean coloured) {
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.coloured = coloured;
  }

  /** Text wrapped between blanks: the first line after {@code bullet}, the others below it. */
  void paragraph(String bullet, Style style, String text) {
    StringBuilder line = new StringBuilder(bullet);
    boolean fresh = true;
    for (String word : text.strip().split("\\s+")) {
      if (!fresh && line.length() + 1 + word.length() > WIDTH) {
        put(style, line.toString());
        newLine();
        line = new StringBuilder(" ".repeat(bullet.length()));
        fresh = true;
      }
      line.append(fresh ? "" : " ").append(word);
      fresh = false;
    }
    put(style, line.toString());
    newLine();
  }

  /** Pieces side by side, two blanks apart; those that do not fit go on below, further in. */
  void pieces(int indentColumns, List<Piece> pieces) {
    boolean first = column == 0;
    for (Piece piece : pieces) {
      int length = piece.name().length() + piece.value().length() + 1;
      if (column > 0 && column + 2 + length > WIDTH) {
        newLine();
      }
      if (column > 0) {
        plain("  ");
      } else {
        plain(" ".repeat(first ? indentColumns : indentColumns + 2));
        first = false;
      }
      put(Style.FAINT, piece.name() + " ");
      plain(piece.value());
    }
  }

  /** Text where the last ended, broken at the edge and indented where it goes on. */
  void flow(int indentColumns, String text) {
    int from = 0;
    while (from < text.length()) {
      if (column >= WIDTH) {
        newLine();
        plain(" ".repeat(indentColumns));
      }
      int to = Math.min(text.length(), from + WIDTH - column);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to++; // a character outside the basic plane stays whole
      }
      plain(text.substring(from, to));
      from = to;
    }
    out.flush();
  }

  void put(Style style, String text) {
    out.print(coloured && !text.isBlank() ? style.paint(text) : text);
    column += text.length();
  }

  void plain(String text) {
    out.print(text);
    column += text.length();
  }

  void newLine() {
    out.println();
    column = 0;
  }

  /** A named value of a message. */
  record Piece(String name, String value) {}
}
