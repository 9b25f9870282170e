package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParentWatchTest {
  @Test
  void aParentThatCannotBeAskedForIsNoOther() {
    assertThat(ParentWatch.isAnother(Optional.of(7L), Optional.of(7L))).isFalse();
    assertThat(ParentWatch.isAnother(Optional.of(7L), Optional.empty())).isFalse();
    assertThat(ParentWatch.isAnother(Optional.of(7L), Optional.of(1L))).isTrue();
  }
}
