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

  /** Text wrapped between blanks, each line after {@code indent}. */
  void paragraph(String indent, Style style, String text) {
    put(style, indent);
    for (String word : text.strip().split("\\s+")) {
      int blank = column > indent.length() ? 1 : 0;
      if (blank == 1 && column + 1 + word.length() > WIDTH) {
        newLine();
        put(style, indent);
        blank = 0;
      }
      put(style, (blank == 1 ? " " : "") + word);
    }
    newLine();
  }

  /** Pieces side by side, two blanks apart; those that do not fit go on below. */
  void pieces(int indentColumns, List<Piece> pieces) {
    for (Piece piece : pieces) {
      int length = piece.name().length() + piece.value().length() + 1;
      if (column > indentColumns && column + 2 + length > WIDTH) {
        newLine();
      }
      if (column == 0) {
        put(Style.FAINT, " ".repeat(indentColumns));
      } else {
        put(Style.FAINT, "  ");
      }
      put(Style.FAINT, piece.name() + " ");
      plain(piece.value());
    }
  }

  /** Text where the last ended; goes on below, indented, when it does not fit. */
  void flow(int indentColumns, String text) {
    if (column > indentColumns && column + text.length() > WIDTH) {
      newLine();
      plain(" ".repeat(indentColumns));
    }
    plain(text);
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
