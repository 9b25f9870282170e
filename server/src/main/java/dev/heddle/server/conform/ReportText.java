package dev.heddle.server.conform;

import dev.heddle.server.conform.Outcome.Verdict;
import dev.heddle.server.conform.trace.TraceEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people: a line for each section, and for a broken rule all there is to know. */
final class ReportText {
  private static final int MOST_MESSAGES = 30;
  private static final int FIRST_MESSAGES = 6;
  private static final int LONGEST_MESSAGE = 400;

  private final boolean everyRule;

  /**
   * A report.
   *
   * @param everyRule whether rules that hold are shown, too
   */
  ReportText(boolean everyRule) {
    this.everyRule = everyRule;
  }

  /** The part of one section. */
  String of(SectionOutcome outcome) {
    StringBuilder text = new StringBuilder();
    long broken = outcome.count(Verdict.BROKEN);
    long skipped = outcome.count(Verdict.SKIPPED);
    text.append(
        String.format(
            Locale.ROOT,
            "%-4s  %-11s %3d of %3d rules hold%s  %s%n",
            broken == 0 ? "ok" : "FAIL",
            outcome.section().name(),
            outcome.count(Verdict.HOLDS),
            outcome.outcomes().size(),
            skipped == 0 ? "" : ", " + skipped + " skipped",
            "(" + outcome.section().title() + ")"));
    for (Outcome each : outcome.outcomes()) {
      if (each.verdict() != Verdict.HOLDS || everyRule) {
        text.append(of(outcome.section(), each));
      }
    }
    return text.toString();
  }

  private static String of(Section section, Outcome outcome) {
    String name = section.name() + "/" + outcome.rule().name();
    return switch (outcome.verdict()) {
      case HOLDS -> "      holds    " + name + "\n";
      case SKIPPED -> "      skipped  " + name + ": " + outcome.reason() + "\n";
      case BROKEN ->
          "      broken   "
              + name
              + "\n        rule:   "
              + outcome.rule().sentence()
              + "\n        server: "
              + outcome.reason().replace("\n", "\n                ")
              + "\n"
              + trace(outcome.trace());
    };
  }

  private static String trace(List<TraceEntry> trace) {
    StringBuilder text = new StringBuilder();
    for (String line : traceLines(trace)) {
      text.append("        ").append(line).append('\n');
    }
    return text.toString();
  }

  /** The beginning and the end of a trace, no line of it too long to look at. */
  static List<String> traceLines(List<TraceEntry> trace) {
    List<String> lines = new ArrayList<>();
    int left = trace.size() - MOST_MESSAGES;
    for (int i = 0; i < trace.size(); i++) {
      if (left > 0 && i == FIRST_MESSAGES) {
        lines.add("… " + left + " more messages …");
        i += left;
      }
      String line = trace.get(i).toString();
      lines.add(line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…");
    }
    return lines;
  }

  /** The last line. */
  String summary(List<SectionOutcome> outcomes, double seconds) {
    long rules = outcomes.stream().mapToLong(each -> each.outcomes().size()).sum();
    return String.format(
        Locale.ROOT,
        "%n%d sections, %d rules: %d hold, %d broken, %d skipped, in %.1f seconds.%n",
        outcomes.size(),
        rules,
        count(outcomes, Verdict.HOLDS),
        count(outcomes, Verdict.BROKEN),
        count(outcomes, Verdict.SKIPPED),
        seconds);
  }

  static long count(List<SectionOutcome> outcomes, Verdict verdict) {
    return outcomes.stream().mapToLong(each -> each.count(verdict)).sum();
  }
}
