package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdleMemoryTest {
  private static final long LARGE = 300L << 20;

  private final AtomicLong committed = new AtomicLong(LARGE);
  private final AtomicLong used = new AtomicLong(LARGE);
  private final AtomicInteger collections = new AtomicInteger();
  private final IdleMemory memory =
      new IdleMemory(
          committed::get,
          used::get,
          () -> {
            collections.incrementAndGet();
            used.set(10 << 20);
          });

  @Test
  void aLargeHeapThatRestsIsCollectedOnce() {
    tick(IdleMemory.QUIET_TICKS);
    assertThat(collections).hasValue(0);
    tick(1);
    assertThat(collections).hasValue(1);
    tick(10 * IdleMemory.QUIET_TICKS);
    assertThat(collections).hasValue(1);
  }

  @Test
  void aHeapInUseIsLeftAlone() {
    for (int i = 0; i < 10 * IdleMemory.QUIET_TICKS; i++) {
      used.addAndGet(1 << 20);
      memory.tick();
    }
    assertThat(collections).hasValue(0);
  }

  @Test
  void aSmallHeapIsLeftAlone() {
    committed.set(IdleMemory.WORTH_IT_BYTES);
    tick(10 * IdleMemory.QUIET_TICKS);
    assertThat(collections).hasValue(0);
  }

  @Test
  void afterNewWorkItIsCollectedAgain() {
    tick(IdleMemory.QUIET_TICKS + 1);
    used.set(LARGE);
    tick(IdleMemory.QUIET_TICKS + 1);
    assertThat(collections).hasValue(2);
  }

  private void tick(int times) {
    for (int i = 0; i < times; i++) {
      memory.tick();
    }
  }
}
