package dev.heddle.server.differential;

import com.google.gson.JsonObject;
import dev.heddle.server.differential.Transcript.Entry;
import dev.heddle.server.differential.Transcript.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Transcripts in which deltas that follow one another are one: in how many pieces a text arrives is
 * a matter of timing, and no promise of the protocol.
 */
final class MergedDeltas {
  private static final String DELTA = "delta";

  private MergedDeltas() {}

  static List<Entry> of(List<Entry> entries) {
    List<Entry> merged = new ArrayList<>();
    for (Entry entry : entries) {
      Entry last = merged.isEmpty() ? entry : merged.getLast();
      if (!merged.isEmpty() && continues(entry, last)) {
        JsonObject whole = last.content().deepCopy().getAsJsonObject();
        String text = textOf(last) + textOf(entry);
        whole.getAsJsonObject("params").addProperty(DELTA, text);
        merged.set(
            merged.size() - 1,
            new Entry(last.kind(), last.step(), last.section(), last.name(), whole));
      } else {
        merged.add(entry);
      }
    }
    return List.copyOf(merged);
  }

  /** Whether two entries differ in nothing but the text of their deltas. */
  private static boolean continues(Entry entry, Entry last) {
    return entry.kind() == Kind.RECEIVED
        && entry.name().equals(last.name())
        && entry.name().endsWith("elta")
        && withoutText(entry).equals(withoutText(last));
  }

  private static JsonObject withoutText(Entry entry) {
    JsonObject copy = entry.content().deepCopy().getAsJsonObject();
    copy.getAsJsonObject("params").remove(DELTA);
    return copy;
  }

  private static String textOf(Entry entry) {
    return entry.content().getAsJsonObject().getAsJsonObject("params").get(DELTA).getAsString();
  }
}
