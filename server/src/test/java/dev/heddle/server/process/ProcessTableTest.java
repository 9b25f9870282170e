package dev.heddle.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readings of what runs: how many it takes to tell many. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessTableTest {
  private final AtomicInteger readings = new AtomicInteger();

  @Test
  void oneReadingServesAllWhoAskedBeforeItBegan() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ProcessTable table =
        new ProcessTable(() -> {
          long number = readings.incrementAndGet();
          begun.countDown();
          awaitUninterrupted(goOn);
          return List.of(new ProcessTable.Entry(number, 0, 0, 0, null));
        });
    Set<Long> told = ConcurrentHashMap.newKeySet();
    Runnable ask = () -> told.add(table.now().getFirst().number());
    List<Thread> askers = new ArrayList<>();
    askers.add(Thread.ofPlatform().start(ask));
    begun.await();
    for (int i = 0; i < 50; i++) {
      Thread asker = Thread.ofPlatform().start(ask);
      askers.add(asker);
      while (asker.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    goOn.countDown();
    for (Thread asker : askers) {
      asker.join();
    }
    assertThat(told).containsExactlyInAnyOrder(1L, 2L);
    assertThat(readings).hasValue(2);
  }

  @Test
  void aReadingThatFailsIsTriedAgainByWhoAsksNext() {
    ProcessTable table =
        new ProcessTable(() -> {
          if (readings.incrementAndGet() == 1) {
            throw new IllegalStateException("planted");
          }
          return List.of();
        });
    assertThatThrownBy(table::now).hasRootCauseMessage("planted");
    assertThat(table.now()).isEmpty();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
