package dev.heddle.server.model.script;

import java.util.List;

/**
 * What the offline provider plays: the first rule that applies answers.
 *
 * @param rules in order; empty for the built-in answers only
 */
record Scenario(List<Rule> rules) {
  /** No rules. */
  static final Scenario NONE = new Scenario(List.of());
}
