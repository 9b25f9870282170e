package dev.heddle.server.conform;

import java.util.ArrayList;
import java.util.List;

/**
 * An area of the protocol and its rules, which are tried one after another on one server.
 *
 * <p>After them comes one more, {@value #ORDER}: everything that was said on the connections of the
 * section came in the promised order. A section that breaks off connections or floods them leaves
 * that out.
 */
final class Section {
  /** The rule about order at the end of a section. */
  static final String ORDER = "order";

  private final String name;
  private final String title;
  private final List<Rule> rules = new ArrayList<>();
  private boolean ordered = true;

  private Section(String name, String title) {
    this.name = name;
    this.title = title;
  }

  /** A section without rules so far. */
  static Section named(String name, String title) {
    return new Section(name, title);
  }

  /** Adds a rule. */
  Section rule(String ruleName, String sentence, Rule.Check check) {
    if (rules.stream().anyMatch(rule -> rule.name().equals(ruleName))) {
      throw new IllegalArgumentException("two rules are named " + name + "/" + ruleName);
    }
    rules.add(new Rule(ruleName, sentence, check));
    return this;
  }

  /** Leaves the rule about order out. */
  Section withoutOrder() {
    ordered = false;
    return this;
  }

  String name() {
    return name;
  }

  String title() {
    return title;
  }

  List<Rule> rules() {
    return List.copyOf(rules);
  }

  boolean ordered() {
    return ordered;
  }
}
