package dev.heddle.server.turn;

import java.util.function.Consumer;

/**
 * The marks in a message of a model that plans: what stands between a line {@value #BEGIN} and a
 * line {@value #END} is the plan, the rest is said. A mark has its line for itself; a plan without
 * an end goes on to the end of the message.
 *
 * <p>Takes a message in pieces and hands on what is certain, so a line is held back for as long as
 * it may become a mark.
 *
 * <p><b>Thread-safety:</b> one thread.
 */
final class PlanMarks {
  static final String BEGIN = "<proposed_plan>";
  static final String END = "</proposed_plan>";

  private final Consumer<String> said;
  private final Consumer<String> planned;
  private final Runnable begins;
  private final StringBuilder held = new StringBuilder(); // of a line that may become a mark
  private boolean inPlan;
  private boolean inLine; // that is no mark

  /**
   * @param said takes what is said
   * @param begins is told of each plan that begins
   * @param planned takes the text of the plan
   */
  PlanMarks(Consumer<String> said, Runnable begins, Consumer<String> planned) {
    this.said = said;
    this.begins = begins;
    this.planned = planned;
  }

  /** More of the message. */
  void append(String piece) {
    StringBuilder certain = new StringBuilder();
    for (int i = 0; i < piece.length(); i++) {
      char sign = piece.charAt(i);
      if (inLine) {
        certain.append(sign);
        inLine = sign != '\n';
        continue;
      }
      held.append(sign);
      if (sign == '\n' && isMark()) {
        handOn(certain);
        pass();
      } else if (sign == '\n' || !mayBecomeMark()) {
        certain.append(held);
        held.setLength(0);
        inLine = sign != '\n';
      }
    }
    handOn(certain);
  }

  /** The message is complete. */
  void end() {
    if (isMark()) {
      pass();
    } else {
      handOn(held);
    }
    held.setLength(0);
  }

  private String mark() {
    return inPlan ? END : BEGIN;
  }

  private boolean isMark() {
    return held.toString().strip().equals(mark());
  }

  private boolean mayBecomeMark() {
    String line = held.toString().strip();
    return mark().startsWith(line);
  }

  private void pass() {
    held.setLength(0);
    inPlan = !inPlan;
    if (inPlan) {
      begins.run();
    }
  }

  private void handOn(StringBuilder certain) {
    if (!certain.isEmpty()) {
      (inPlan ? planned : said).accept(certain.toString());
      certain.setLength(0);
    }
  }
}
