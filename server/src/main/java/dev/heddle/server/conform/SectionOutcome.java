package dev.heddle.server.conform;

import dev.heddle.server.conform.Outcome.Verdict;
import java.time.Duration;
import java.util.List;

/** What came of all rules of one section. */
record SectionOutcome(Section section, List<Outcome> outcomes) {

  long count(Verdict verdict) {
    return outcomes.stream().filter(each -> each.verdict() == verdict).count();
  }

  Duration took() {
    return outcomes.stream().map(Outcome::took).reduce(Duration.ZERO, Duration::plus);
  }
}
