package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParentWatchTest {
  @Test
  void aParentThatCannotBeAskedForIsNoOther() {
    assertThat(ParentWatch.isAnother(Optional.of(7L), Optional.of(7L), false)).isFalse();
    assertThat(ParentWatch.isAnother(Optional.of(7L), Optional.empty(), false)).isFalse();
    assertThat(ParentWatch.isAnother(Optional.of(7L), Optional.of(1L), false)).isTrue();
  }

  @Test
  void onWindowsAnOrphanHasNone() {
    assertThat(ParentWatch.isAnother(Optional.of(7L), Optional.of(7L), true)).isFalse();
    assertThat(ParentWatch.isAnother(Optional.empty(), Optional.empty(), true)).isFalse();
    assertThat(ParentWatch.isAnother(Optional.of(7L), Optional.empty(), true)).isTrue();
  }
}
