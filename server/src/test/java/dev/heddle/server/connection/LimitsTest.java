package dev.heddle.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void aLargeHeapChangesNothing() {
    assertThat(Limits.forHeap(4L << 30)).isEqualTo(Limits.DEFAULT);
    assertThat(Limits.forHeap(Long.MAX_VALUE)).isEqualTo(Limits.DEFAULT);
  }

  @Test
  void inASmallHeapALineAndWhatWaitsArePartsOfIt() {
    Limits small = Limits.forHeap(64 << 20);
    assertThat(small.maxLineBytes()).isEqualTo(8 << 20);
    assertThat(small.maxOpenRequestBytes()).isEqualTo(8 << 20);
    assertThat(small.maxOutboxBytes()).isEqualTo(8 << 20);
    assertThat(small.maxOpenRequests()).isEqualTo(Limits.DEFAULT.maxOpenRequests());
  }
}
