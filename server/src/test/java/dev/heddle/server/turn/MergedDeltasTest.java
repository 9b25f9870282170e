package dev.heddle.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.model.RecordingListener;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deltas that arrive together, and that nothing overtakes them. */
class MergedDeltasTest {
  private final RecordingListener listener = new Hearing();
  private final List<String> heard = listener.events;
  private final MergedDeltas deltas = new MergedDeltas(listener);

  @Test
  void whatArrivesTogetherIsOne() {
    deltas.arrived();
    deltas.textDelta("m", "a");
    deltas.textDelta("m", "b");
    assertThat(heard).containsExactly("arrived");
    deltas.textDelta("m", "c");
    deltas.waiting();
    deltas.arrived();
    deltas.textDelta("m", "d");
    deltas.waiting();
    assertThat(heard)
        .containsExactly("arrived", "text m abc", "waiting", "arrived", "text m d", "waiting");
  }

  @Test
  void withoutAWordOnWhatArrivesTogetherEachIsHandedOnAtOnce() {
    deltas.textDelta("m", "a");
    deltas.textDelta("m", "b");
    assertThat(heard).containsExactly("text m a", "text m b");
  }

  @Test
  void anotherPlaceBeginsAnew() {
    deltas.arrived();
    deltas.textDelta("m", "a");
    deltas.textDelta("n", "b");
    deltas.summaryDelta("n", 0, "c");
    deltas.summaryDelta("n", 0, "d");
    deltas.summaryDelta("n", 1, "e");
    deltas.reasoningDelta("n", 1, "f");
    deltas.reasoningDelta("n", 1, "g");
    deltas.waiting();
    assertThat(heard)
        .containsExactly(
            "arrived",
            "text m a",
            "text n b",
            "summary n 0 cd",
            "summary n 1 e",
            "reasoning n 1 fg",
            "waiting");
  }

  @Test
  void nothingOvertakesADelta() {
    deltas.arrived();
    deltas.itemStarted(new JsonObject());
    deltas.textDelta("m", "a");
    deltas.itemDone(new JsonObject(), "m");
    deltas.summaryDelta("r", 0, "b");
    deltas.summaryPartStarted("r", 1);
    deltas.summaryDelta("r", 1, "c");
    deltas.itemDone(new JsonObject());
    deltas.textDelta("m", "d");
    deltas.completed("response", null);
    assertThat(heard)
        .containsExactly(
            "arrived",
            "started {}",
            "text m a",
            "done {}",
            "summary r 0 b",
            "part r 1",
            "summary r 1 c",
            "done {}",
            "text m d",
            "completed response null");
  }

  @Test
  void whatAStreamLeavesBehindWhenItBreaksIsHandedOn() {
    deltas.arrived();
    deltas.textDelta("m", "a");
    deltas.close();
    deltas.close();
    assertThat(heard).containsExactly("arrived", "text m a");
  }

  private static final class Hearing extends RecordingListener {
    @Override
    public void waiting() {
      events.add("waiting");
    }

    @Override
    public void arrived() {
      events.add("arrived");
    }
  }
}
