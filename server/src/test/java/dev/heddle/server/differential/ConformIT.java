package dev.heddle.server.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The conformance suite holds of our server without exception; of Codex it breaks exactly the rules
 * that {@code fixtures/known-differences.md} lists.
 */
final class ConformIT {
  /** What the page of known differences calls this place. */
  static final String PLACE = "conform";

  private static final Path KNOWN =
      Path.of(System.getProperty("heddle.root"), "fixtures/known-differences.md");

  @Test
  void ourServerBreaksNoRule() throws Exception {
    ConformRun ours = ConformRun.of(ServerCommand.ours());
    assertThat(ours.broken()).as(ours.report()).isEmpty();
    assertThat(ours.passed()).isTrue();
    assertThat(ours.rules()).hasSizeGreaterThanOrEqualTo(391);
    assertThat(ours.rules())
        .filteredOn(rule -> !rule.skipped().isEmpty())
        .as("rules that say nothing of our server")
        .isEmpty();
  }

  @Test
  void codexBreaksTheListedRulesAndNoOther() throws Exception {
    ServerCommand peer = Peer.findOrSkip();
    ConformRun codex = ConformRun.of(peer);
    KnownDifferences known = KnownDifferences.read(KNOWN).in(PLACE);
    List<Difference> broken = broken(codex);
    assertThat(codex.passed()).isEqualTo(broken.isEmpty());
    List<Difference> unlisted = broken.stream().filter(each -> !known.covers(each)).toList();
    List<KnownDifferences.Row> vanished = known.vanished(broken);
    if (!unlisted.isEmpty() || !vanished.isEmpty()) { // some rules it breaks only now and then
      List<Difference> again = broken(ConformRun.again(peer));
      unlisted = unlisted.stream().filter(each -> hasKey(again, each.key())).toList();
      vanished = vanished.stream().filter(row -> again.stream().noneMatch(row::covers)).toList();
    }
    assertThat(unlisted)
        .as("rules that Codex breaks and no table lists:%n%s", codex.report())
        .isEmpty();
    assertThat(vanished.stream().map(KnownDifferences.Row::key))
        .as("listed, but Codex keeps to these rules: %s", names(codex))
        .isEmpty();
  }

  private static boolean hasKey(List<Difference> differences, String key) {
    return differences.stream().anyMatch(each -> each.key().equals(key));
  }

  private static List<Difference> broken(ConformRun run) {
    return run.broken().stream()
        .map(rule -> new Difference(rule.name(), PLACE, "", rule.broken(), "(the rule)"))
        .toList();
  }

  private static String names(ConformRun run) {
    return run.broken().stream().map(ConformRun.Tried::name).collect(Collectors.joining(", "));
  }
}
