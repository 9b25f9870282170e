package dev.heddle.server.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.protocol.v2.ReviewTarget;
import org.junit.jupiter.api.Test;

class ReviewSubjectTest {
  @Test
  void hintsAreThoseOfCodex() {
    assertThat(ReviewSubject.of(new ReviewTarget.UncommittedChanges()).hint())
        .isEqualTo("current changes");
    assertThat(ReviewSubject.of(new ReviewTarget.BaseBranch(" main\n")).hint())
        .isEqualTo("changes against 'main'");
    assertThat(ReviewSubject.of(new ReviewTarget.Commit("0123456789", " ")).hint())
        .isEqualTo("commit 0123456");
    assertThat(ReviewSubject.of(new ReviewTarget.Commit("01", "T")).hint())
        .isEqualTo("commit 01: T");
    assertThat(ReviewSubject.of(new ReviewTarget.Custom(" look ")).hint()).isEqualTo("look");
  }

  @Test
  void theStoredTargetHasNoBlanksAround() {
    assertThat(ReviewSubject.of(new ReviewTarget.Commit(" ab ", null)).storedTarget())
        .hasToString("{\"type\":\"commit\",\"sha\":\"ab\",\"title\":null}");
  }

  @Test
  void blankTextsAreRefused() {
    assertThatThrownBy(() -> ReviewSubject.of(new ReviewTarget.BaseBranch("\t")))
        .hasMessage("branch must not be empty");
    assertThatThrownBy(() -> ReviewSubject.of(new ReviewTarget.Commit("", "t")))
        .hasMessage("sha must not be empty");
    assertThatThrownBy(() -> ReviewSubject.of(new ReviewTarget.Custom(" ")))
        .hasMessage("instructions must not be empty");
  }
}
