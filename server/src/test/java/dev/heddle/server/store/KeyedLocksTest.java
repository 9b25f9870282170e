package dev.heddle.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks by key are in nobody's way who wants another key. */
@Timeout(60)
class KeyedLocksTest {
  private static final int OTHERS = 1_000; // more than there would be stripes

  private final KeyedLocks locks = new KeyedLocks();

  @Test
  void whoHoldsOneIsInNobodysWay() throws Exception {
    try (ExecutorService other = Executors.newSingleThreadExecutor();
        KeyedLocks.Held held = locks.hold("long")) {
      Future<Integer> all =
          other.submit(() -> {
            int taken = 0;
            for (int i = 0; i < OTHERS; i++) {
              try (KeyedLocks.Held another = locks.hold("thread " + i)) {
                taken++;
              }
            }
            return taken;
          });
      assertThat(all.get(30, TimeUnit.SECONDS)).isEqualTo(OTHERS);
    }
    assertThat(locks.size()).isZero();
  }

  @Test
  void oneKeyIsHeldByOneThread() throws Exception {
    int[] inside = new int[2]; // now, and ever at once
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.execute(() -> {
          for (int n = 0; n < OTHERS; n++) {
            try (KeyedLocks.Held held = locks.hold("key")) {
              inside[0]++;
              inside[1] = Math.max(inside[1], inside[0]);
              inside[0]--;
            }
          }
        });
      }
    }
    assertThat(inside[1]).isEqualTo(1);
    assertThat(locks.size()).isZero();
  }
}
