package dev.heddle.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Deltas that arrive together, and that nothing overtakes them. */
class MergedDeltasTest {
  private final List<String> heard = new ArrayList<>();
  private final MergedDeltas deltas = new MergedDeltas(new Hearing());

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
            "started",
            "text m a",
            "done m",
            "summary r 0 b",
            "part r 1",
            "summary r 1 c",
            "done",
            "text m d",
            "completed");
  }

  @Test
  void whatAStreamLeavesBehindWhenItBreaksIsHandedOn() {
    deltas.arrived();
    deltas.textDelta("m", "a");
    deltas.close();
    deltas.close();
    assertThat(heard).containsExactly("arrived", "text m a");
  }

  private final class Hearing implements ModelListener {
    @Override
    public void itemStarted(JsonObject item) {
      heard.add("started");
    }

    @Override
    public void textDelta(String itemId, String delta) {
      heard.add("text " + itemId + " " + delta);
    }

    @Override
    public void summaryPartStarted(String itemId, int summaryIndex) {
      heard.add("part " + itemId + " " + summaryIndex);
    }

    @Override
    public void summaryDelta(String itemId, int summaryIndex, String delta) {
      heard.add("summary " + itemId + " " + summaryIndex + " " + delta);
    }

    @Override
    public void reasoningDelta(String itemId, int contentIndex, String delta) {
      heard.add("reasoning " + itemId + " " + contentIndex + " " + delta);
    }

    @Override
    public void itemDone(JsonObject item) {
      heard.add("done");
    }

    @Override
    public void itemDone(JsonObject item, String startedId) {
      heard.add("done " + startedId);
    }

    @Override
    public void waiting() {
      heard.add("waiting");
    }

    @Override
    public void arrived() {
      heard.add("arrived");
    }

    @Override
    public void completed(String responseId, @Nullable TokenUsage usage) {
      heard.add("completed");
    }
  }
}
