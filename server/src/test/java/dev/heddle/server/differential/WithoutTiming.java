package dev.heddle.server.differential;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.differential.Transcript.Entry;
import dev.heddle.server.differential.Transcript.Kind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Transcripts without what is a matter of timing, and no promise of the protocol: in how many
 * pieces a text or an output arrives, and whether a program answers an input before or after the
 * word that the input was written.
 */
final class WithoutTiming {
  private static final String TEXT = "delta";
  private static final String BYTES = "deltaBase64";
  private static final Set<String> WRITES = Set.of("command/exec/write", "process/writeStdin");

  private WithoutTiming() {}

  /** The entries, with answers to writes first and deltas that follow one another as one. */
  static List<Entry> of(List<Entry> entries) {
    List<Entry> merged = new ArrayList<>();
    for (Entry entry : answersOfWritesFirst(entries)) {
      if (!merged.isEmpty() && continues(entry, merged.getLast())) {
        merged.add(joined(merged.removeLast(), entry));
      } else {
        merged.add(entry);
      }
    }
    return List.copyOf(merged);
  }

  private static List<Entry> answersOfWritesFirst(List<Entry> entries) {
    List<Entry> ordered = new ArrayList<>(entries);
    for (int sent = 0; sent < ordered.size(); sent++) {
      if (ordered.get(sent).kind() == Kind.SENT && WRITES.contains(ordered.get(sent).name())) {
        answerFirst(ordered, sent);
      }
    }
    return ordered;
  }

  private static void answerFirst(List<Entry> ordered, int sent) {
    JsonElement id = member(ordered.get(sent), "id");
    for (int i = sent + 1; i < ordered.size() && ordered.get(i).kind() != Kind.SENT; i++) {
      if (id != null
          && id.equals(member(ordered.get(i), "id"))
          && member(ordered.get(i), "method") == null) {
        Collections.rotate(ordered.subList(sent + 1, i + 1), 1);
        return;
      }
    }
  }

  /** Whether two entries differ in nothing but what their deltas hold. */
  private static boolean continues(Entry entry, Entry last) {
    return entry.kind() == Kind.RECEIVED
        && entry.name().equals(last.name())
        && entry.name().endsWith("elta")
        && withoutDelta(entry).equals(withoutDelta(last));
  }

  private static JsonObject withoutDelta(Entry entry) {
    JsonObject copy = entry.content().deepCopy().getAsJsonObject();
    copy.getAsJsonObject("params").remove(TEXT);
    copy.getAsJsonObject("params").remove(BYTES);
    return copy;
  }

  private static Entry joined(Entry last, Entry next) {
    JsonObject whole = last.content().deepCopy().getAsJsonObject();
    JsonObject before = whole.getAsJsonObject("params");
    JsonObject after = next.content().getAsJsonObject().getAsJsonObject("params");
    if (before.has(BYTES)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(Base64.getDecoder().decode(before.get(BYTES).getAsString()));
      bytes.writeBytes(Base64.getDecoder().decode(after.get(BYTES).getAsString()));
      before.addProperty(BYTES, Base64.getEncoder().encodeToString(bytes.toByteArray()));
    } else {
      before.addProperty(TEXT, before.get(TEXT).getAsString() + after.get(TEXT).getAsString());
    }
    return new Entry(last.kind(), last.step(), last.section(), last.name(), whole);
  }

  private static @Nullable JsonElement member(Entry entry, String name) {
    return entry.content() instanceof JsonObject message ? message.get(name) : null;
  }
}
