package dev.heddle.server.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.ClientConnections;
import dev.heddle.server.connection.Outbox;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadEventsTest {
  private static final int ROUNDS = 50_000;

  @Test
  void whoComesWhileTheLastOneGoesHearsOfTheThread() throws Exception {
    Outbox outbox = Outbox.open(OutputStream.nullOutputStream(), 1, () -> 0, () -> {});
    ClientConnection going = new ClientConnection(outbox);
    ClientConnection coming = new ClientConnection(outbox);
    ThreadEvents events = new ThreadEvents(new ClientConnections());
    CyclicBarrier together = new CyclicBarrier(2);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        events.subscribe("thread", going);
        Future<Boolean> left =
            other.submit(() -> {
              together.await();
              return events.unsubscribe("thread", going);
            });
        together.await();
        events.subscribe("thread", coming);
        assertThat(left.get()).isTrue();
        assertThat(events.subscribersOf("thread")).as("round %s", round).containsExactly(coming);
        events.unsubscribe("thread", coming);
      }
    } finally {
      outbox.close(Duration.ZERO);
    }
  }

  @Test
  void nobodyHearsOfAThreadThatIsGone() throws InterruptedException {
    Outbox outbox = Outbox.open(OutputStream.nullOutputStream(), 1, () -> 0, () -> {});
    ClientConnection client = new ClientConnection(outbox);
    ThreadEvents events = new ThreadEvents(new ClientConnections());
    events.subscribe("gone", client);
    events.subscribe("there", client);
    events.forget("gone");
    assertThat(events.hasSubscribers("gone")).isFalse();
    assertThat(events.subscribersOf("there")).containsExactly(client);
    outbox.close(Duration.ZERO);
  }
}
