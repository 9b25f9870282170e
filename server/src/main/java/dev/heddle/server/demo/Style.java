package dev.heddle.server.demo;

/** A way to set text apart on a terminal. */
enum Style {
  TITLE("1"),
  SENT("36"),
  RECEIVED("32"),
  METHOD("1"),
  FAINT("2"),
  PASSED("32"),
  FAILED("1;31");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** {@code text} between the terminal's codes for this style. */
  String paint(String text) {
    return text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
