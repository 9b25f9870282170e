package dev.heddle.server.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.store.Uuid7;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadedThreadsTest {
  private static final int THREADS = 100;

  @Test
  void noThreadThatIsBeingLoadedKeepsAnotherFromIt() throws Exception {
    LoadedThreads loaded = new LoadedThreads();
    CountDownLatch atOnce = new CountDownLatch(THREADS);
    List<Future<Boolean>> loads = new ArrayList<>();
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < THREADS; i++) {
        loads.add(workers.submit(() -> loaded.exclusively(Uuid7.next(), () -> meet(atOnce))));
      }
      for (Future<Boolean> load : loads) {
        assertThat(load.get()).as("all are being loaded at once").isTrue();
      }
    }
  }

  private static boolean meet(CountDownLatch all) {
    all.countDown();
    try {
      return all.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
