package dev.heddle.server.process;

/** The size of a terminal in characters. */
public record TerminalSize(int columns, int rows) {
  /** What a terminal nobody looks at has. */
  public static final TerminalSize DEFAULT = new TerminalSize(80, 24);
}
