package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.store.ForkPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places of forks that are found without an index. */
class CutTest {
  private static final String ID = "01a2081d-b22e-707c-b6ea-edc01cf2e3de";

  @TempDir Path directory;

  @Test
  void whatStreamsBeforeThePlaceBelongsToIt() throws IOException {
    List<String> lines =
        List.of(
            "'ordinal':0,'type':'session_meta','payload':{'id':'"
                + ID
                + "','history_mode':'paginated'}",
            "'ordinal':1,'type':'event_msg','payload':{'type':'task_started','turn_id':'one'}",
            "'type':'heddle_partial_item','payload':{'turn_id':'one','item_id':'a','text':'half'}",
            "'ordinal':2,'type':'event_msg','payload':{'type':'task_started','turn_id':'two'}",
            "'type':'heddle_partial_item','payload':{'turn_id':'two','item_id':'b','text':'more'}");

    assertThat(cut(lines, new ForkPoint.ThroughTurn("one"))).isEqualTo("[half] below 2");
    assertThat(cut(lines, new ForkPoint.BeforeTurn("two"))).isEqualTo("[half] below 2");
    assertThat(cut(lines, new ForkPoint.ThroughTurn("two"))).isEqualTo("[more] below 3");
    assertThat(cut(lines, new ForkPoint.Latest())).isEqualTo("[more] below 3");
    assertThat(cut(lines, new ForkPoint.BeforeTurn("one"))).isEqualTo("[] below 1");
  }

  private String cut(List<String> lines, ForkPoint point) throws IOException {
    Path file = directory.resolve("rollout-2026-01-31T10-20-11-" + ID + ".jsonl");
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append("{'timestamp':'2026-01-31T10:20:11.000Z',".concat(line).replace('\'', '"'))
          .append("}\n");
    }
    Files.writeString(file, text);
    Cut cut = Cut.find(RolloutChain.resolve(RolloutFile.require(file, false), key -> null), point);
    return cut.streamed().stream().map(r -> r.payload().get("text").getAsString()).toList()
        + " below "
        + cut.base().endOrdinalExclusive();
  }
}
