package dev.heddle.server.conform;

import dev.heddle.server.conform.trace.TraceEntry;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What came of one rule.
 *
 * @param reason what the server did instead, or why the rule was skipped; empty when it holds
 * @param trace what was said while the rule was tried
 * @param methods the methods that were answered with a result meanwhile, and those of its questions
 */
record Outcome(
    Rule rule,
    Verdict verdict,
    String reason,
    List<TraceEntry> trace,
    Set<String> methods,
    Duration took) {

  /** How it ended. */
  enum Verdict {
    HOLDS,
    BROKEN,
    SKIPPED
  }
}
