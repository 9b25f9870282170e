package dev.heddle.server.differential;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.differential.Transcript.Entry;
import dev.heddle.server.differential.Transcript.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transcript as a file of JSON lines: what one session is on the wire.
 *
 * <pre>
 * {"session":"basic","about":"A conversation as a client has it …"}
 * {"started":"heddle app-server"}      a new process
 * {"section":"first turn"}             a heading of the session
 * {"sent":{…}}                         a message of the client
 * {"sentLine":"not json"}              a line of the client that need not be a message
 * {"received":{…}}                     a message of the server
 * {"modelAsked":{…}}                   after all lines of the wire: the conversation in a request
 * </pre>
 *
 * <p>Ids are {@code <thread-1>}, {@code <turn-1>} and so on; times are {@value #SECONDS} and
 * {@value #MILLIS}, other numbers that vary {@value #NUMBER}, so that each member keeps the type
 * that it has. Deltas that follow one another are one, and what the session leaves to chance is
 * left out.
 */
final class GoldenRecording {
  static final long SECONDS = 1_800_000_000L;
  static final long MILLIS = 1_800_000_000_000L;
  static final long NUMBER = 7;

  private static final Map<String, JsonPrimitive> MASKED_NUMBERS =
      Map.of(
          "<seconds>", new JsonPrimitive(SECONDS),
          "<millis>", new JsonPrimitive(MILLIS),
          "<number>", new JsonPrimitive(NUMBER));

  /** Members that tell where the server runs. */
  private static final Set<String> PLATFORM = Set.of("platformFamily", "platformOs");

  private static final JsonPrimitive ANY_PLATFORM = new JsonPrimitive("<platform>");

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private GoldenRecording() {}

  /** The lines of a session's recording, each with a line feed at its end. */
  static String of(SessionFile session, Transcript transcript) {
    List<JsonObject> lines = new ArrayList<>();
    JsonObject header = line("session", new JsonPrimitive(session.name()));
    header.addProperty("about", about(session));
    lines.add(header);
    String section = "";
    for (Entry entry : inStableOrder(WithoutTiming.of(transcript.wire()))) {
      JsonObject line = lineOf(entry);
      if (line == null) {
        continue;
      }
      if (!entry.section().equals(section)) {
        section = entry.section();
        lines.add(line("section", new JsonPrimitive(section)));
      }
      lines.add(line);
    }
    transcript.modelRequests().forEach(asked -> lines.add(line("modelAsked", asked.content())));
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(GSON.toJson(withNumbers(line))).append('\n'));
    return text.toString();
  }

  /**
   * Answers to requests that were sent without waiting come in any order between threads: while
   * several are open, they are put into the order of their requests.
   */
  private static List<Entry> inStableOrder(List<Entry> wire) {
    List<Entry> ordered = new ArrayList<>(wire);
    for (int i = 1; i < ordered.size(); i++) {
      // Announced by the answer before, while the next request was on its way.
      if (ordered.get(i).name().equals("thread/started")
          && ordered.get(i - 1).kind() == Kind.SENT) {
        Collections.swap(ordered, i - 1, i);
      }
    }
    for (int from = 0; from < ordered.size(); from++) {
      int to = from;
      while (to < ordered.size() && isNumberedResponse(ordered.get(to))) {
        to++;
      }
      ordered
          .subList(from, to)
          .sort(Comparator.comparingLong(e -> e.content().getAsJsonObject().get("id").getAsLong()));
      from = to;
    }
    return ordered;
  }

  private static boolean isNumberedResponse(Entry entry) {
    return entry.kind() == Kind.RECEIVED
        && entry.content() instanceof JsonObject message
        && !message.has("method")
        && message.get("id") instanceof JsonPrimitive id
        && id.isNumber();
  }

  private static @Nullable JsonObject lineOf(Entry entry) {
    return switch (entry.kind()) {
      case STARTED -> line("started", new JsonPrimitive("heddle app-server"));
      case SENT ->
          entry.content() instanceof JsonObject message
              ? line("sent", message)
              : line("sentLine", entry.content());
      case RECEIVED -> line("received", entry.content());
      case OPTIONAL -> null;
      case MODEL_REQUEST -> line("modelAsked", entry.content());
      case MISSING -> line("missing", entry.content());
      case STOPPED -> line("stopped", entry.content());
    };
  }

  /** The comment at the top of the session. */
  private static String about(SessionFile session) {
    List<String> words = new ArrayList<>();
    for (String line : session.text().split("\n")) {
      if (!line.startsWith("#")) {
        break;
      }
      words.add(line.substring(1).strip());
    }
    return String.join(" ", words);
  }

  private static JsonElement withNumbers(JsonElement value) {
    if (value instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      object
          .asMap()
          .forEach((name, member) ->
              copy.add(name, PLATFORM.contains(name) ? ANY_PLATFORM : withNumbers(member)));
      return copy;
    }
    if (value instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(each -> copy.add(withNumbers(each)));
      return copy;
    }
    boolean text = value instanceof JsonPrimitive primitive && primitive.isString();
    return text ? MASKED_NUMBERS.getOrDefault(value.getAsString(), (JsonPrimitive) value) : value;
  }

  private static JsonObject line(String kind, JsonElement content) {
    JsonObject line = new JsonObject();
    line.add(kind, content);
    return line;
  }
}
