package dev.heddle.server.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class KnownDifferencesTest {
  private static final String TABLE =
      """
      Some prose with `code` in it.

      | what | where | why |
      |---|---|---|
      | `*: error.data.kind`, `*: error.data.retryable` | `*` | Ours. |
      | `warning only from peer` | `basic`, `fork / all of it` | Not true for us. |
      """;

  private final KnownDifferences known = KnownDifferences.parse(TABLE);

  @Test
  void aRowHoldsForEachKeyAtEachPlace() {
    assertThat(known.rows()).hasSize(4);
    assertThat(known.covers(difference("thread/read: error.data.kind", "any", "thing"))).isTrue();
    assertThat(known.covers(difference("thread/read: error.data", "any", "thing"))).isFalse();
  }

  @Test
  void aPlaceIsASessionOrASectionOfOne() {
    assertThat(known.covers(difference("warning only from peer", "basic", "fork"))).isTrue();
    assertThat(known.covers(difference("warning only from peer", "fork", "all of it"))).isTrue();
    assertThat(known.covers(difference("warning only from peer", "fork", "other"))).isFalse();
  }

  @Test
  void aRowThatNothingBelongsToHasVanished() {
    assertThat(
            known.vanished(
                List.of(
                    difference("x: error.data.kind", "s", ""),
                    difference("x: error.data.retryable", "s", ""),
                    difference("warning only from peer", "basic", ""))))
        .extracting(KnownDifferences.Row::where)
        .containsExactly("fork / all of it");
  }

  @Test
  void aRowIsAboutTheSessionsOfItsPlace() {
    assertThat(known.rows().stream().filter(row -> row.isAbout("fork")).map(row -> row.where()))
        .containsExactly("*", "*", "fork / all of it");
    assertThat(KnownDifferences.parse("| `x` | `basic` | y. |").rows().getFirst().isAbout("bas"))
        .isFalse();
  }

  @Test
  void aRowThatHoldsAtTimesNeedNotOccur() {
    assertThat(KnownDifferences.parse("| `x` | `*` | At times: y. |").vanished(List.of()))
        .isEmpty();
    assertThat(KnownDifferences.parse("| `x` | `*` | Always. |").vanished(List.of())).hasSize(1);
  }

  @Test
  void aRowWithoutAReasonIsRefused() {
    assertThatThrownBy(() -> KnownDifferences.parse("| `x` | `*` |  |"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reason");
  }

  private static Difference difference(String key, String session, String section) {
    return new Difference(key, session, section, "p", "o");
  }
}
