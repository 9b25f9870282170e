package dev.heddle.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartialTextTest {
  private final List<String> journal = new ArrayList<>();
  private final ManualLater later = new ManualLater();
  private final PartialText partial = new PartialText(later, journal::add);

  @Test
  void textWaitsForTheDelayAndThenComesInOnePiece() {
    partial.append("one ");
    partial.append("two");

    assertThat(journal).isEmpty();
    assertThat(later.delays).containsExactly(PartialText.MAX_DELAY);
    later.runAll();
    assertThat(journal).containsExactly("one two");
  }

  @Test
  void laterTextStartsANewDelay() {
    partial.append("one");
    later.runAll();
    partial.append("two");
    later.runAll();

    assertThat(journal).containsExactly("one", "two");
  }

  @Test
  void longTextDoesNotWait() {
    String text = "x".repeat(5000);
    partial.append(text);

    assertThat(journal).containsExactly(text);
    assertThat(later.waiting).isEmpty();
  }

  @Test
  void aCompleteItemNeedsNoPartialText() {
    partial.append("never journalled");
    partial.close();
    partial.append("nor this");
    later.runAll();

    assertThat(journal).isEmpty();
    assertThat(later.waiting).isEmpty();
  }

  /** Runs delayed tasks when the test says so. */
  private static final class ManualLater implements Later {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<Duration> delays = new ArrayList<>();

    @Override
    public Runnable after(Duration delay, Runnable task) {
      waiting.add(task);
      delays.add(delay);
      return () -> waiting.remove(task);
    }

    void runAll() {
      while (!waiting.isEmpty()) {
        waiting.poll().run();
      }
    }
  }
}
