package dev.heddle.server.differential;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.differential.Transcript.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The replacement of everything that may differ between two playings of one session.
 *
 * <p>Ids become {@code <thread-1>}, {@code <turn-1>}, {@code <item-1>} in the order in which they
 * appear; times, folders, versions and the model's address become one word each. A cursor that is
 * JSON inside a string is masked inside. What a session's text spells out stays as it is.
 *
 * <p><b>Thread-safety.</b> One thread; one instance per playing, since it counts the ids.
 */
final class Masking {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
  private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern QUOTED_ORDINAL = Pattern.compile("(\"rolloutOrdinal\":)\\d+");
  private static final Pattern FILE_TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d");
  private static final int SMALLEST_SESSION = 1_000;
  private static final Pattern SESSION = Pattern.compile("(running with session ID )\\d+");
  private static final Pattern PUT_ASIDE = Pattern.compile("(\\.damaged-)\\d{13}");
  private static final Pattern FOLDER_DATE = Pattern.compile("sessions/\\d{4}/\\d\\d/\\d\\d/");
  private static final Pattern METHOD_LIST =
      Pattern.compile("expected one of (`[^`]+`(, )?)*`thread/start`(, )?(`[^`]+`(, )?)*");
  private static final Pattern USER_AGENT =
      Pattern.compile("(\\S+)/\\S+ \\([^()]*\\) \\S+ \\((.*)\\)");
  private static final Pattern SECONDS =
      Pattern.compile("((?:Wall time|Duration): )\\d+(\\.\\d+)? seconds");

  /** A position in a section; what is behind the point tells of which list it is. */
  private static final Pattern LIST_OF_POSITION = Pattern.compile("^(\\d+)\\.\\d{6}\\|");

  /** A place among a thread's attachments: the thread, seconds, the attachment. */
  private static final Pattern ATTACHMENT_PLACE =
      Pattern.compile("^(" + UUID + "\\|)\\d+(\\|" + UUID + ")$");

  private static final Pattern CHUNK = Pattern.compile("Chunk ID: [0-9a-f]{6}");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Set<String> TIMES =
      Set.of(
          "createdAt",
          "updatedAt",
          "recencyAt",
          "sectionEnteredAt",
          "startedAt",
          "completedAt",
          "startedAtMs",
          "completedAtMs",
          "emittedAtMs",
          "durationMs",
          "timeUsedSeconds",
          "timestamp",
          "rolloutOrdinal",
          "nextRolloutOrdinal",
          "residentMemoryBytes",
          "createdAtMs",
          "modifiedAtMs");

  private static final String TOTAL_TOKENS = "totalTokens";
  private static final String POSITION = "position";

  /** Numbers that a member's name alone does not tell from others. */
  private static final Set<String> MEASURED = Set.of("process.id", "gauges.value");

  private static final Map<String, String> ID_KINDS =
      Map.ofEntries(
          Map.entry("threadId", "thread"),
          Map.entry("sessionId", "thread"),
          Map.entry("forkedFromId", "thread"),
          Map.entry("requestedThreadId", "thread"),
          Map.entry("conversationId", "thread"),
          Map.entry("turnId", "turn"),
          Map.entry("rootTurnId", "turn"),
          Map.entry("itemId", "item"),
          Map.entry("installationId", "installation"),
          Map.entry("thread.id", "thread"),
          Map.entry("turn.id", "turn"),
          Map.entry("turns.id", "turn"),
          Map.entry("item.id", "item"),
          Map.entry("items.id", "item"),
          Map.entry("section.id", "section"),
          Map.entry("attachmentId", "attachment"),
          Map.entry("attachment.id", "attachment"));

  private final Set<String> spelledOut;
  private final Map<String, String> folders = new HashMap<>();
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * Starts a masking.
   *
   * @param sessionText ids that stand in it are not masked
   */
  Masking(String sessionText) {
    spelledOut = Set.copyOf(UUID.matcher(sessionText).results().map(r -> r.group()).toList());
  }

  /** Replaces a text wherever it stands, such as the path of the home. */
  void replace(String text, String word) {
    folders.put(text, word);
  }

  Transcript mask(Transcript transcript) {
    transcript.wire().forEach(this::noteInnerTurn);
    return new Transcript(mask(transcript.wire()), mask(transcript.modelRequests()));
  }

  /**
   * A turn within a turn, which only one of the servers has, must not shift the numbers of those
   * that both have.
   */
  private void noteInnerTurn(Entry entry) {
    if (entry.content() instanceof JsonObject message
        && message.get("params") instanceof JsonObject params
        && params.get("turn") instanceof JsonObject turn
        && turn.get("id") instanceof JsonPrimitive id
        && turn.get("rootTurnId") instanceof JsonPrimitive root
        && !root.equals(id)) {
      ids.put(id.getAsString(), "<inner-turn>");
    }
  }

  private List<Entry> mask(List<Entry> entries) {
    List<Entry> masked = new ArrayList<>();
    for (Entry entry : entries) {
      masked.add(
          new Entry(
              entry.kind(),
              entry.step(),
              entry.section(),
              entry.name(),
              mask(entry.content(), "", "")));
    }
    return List.copyOf(masked);
  }

  /**
   * Masks one value.
   *
   * @param owner the member that holds the object around the value
   * @param member the member that holds the value
   */
  private JsonElement mask(JsonElement value, String owner, String member) {
    if (value instanceof JsonObject object) {
      JsonObject masked = new JsonObject();
      object
          .entrySet()
          .forEach(each ->
              masked.add(
                  maskText(each.getKey(), "", ""), mask(each.getValue(), member, each.getKey())));
      if (isInTimeline(object)) {
        masked.addProperty(POSITION, "<number>");
      }
      if (isEstimate(object)) {
        masked.addProperty(TOTAL_TOKENS, "<number>");
      }
      return masked;
    }
    if (value instanceof JsonArray array) {
      JsonArray masked = new JsonArray();
      array.forEach(each -> masked.add(mask(each, owner, member)));
      return masked;
    }
    if (!value.isJsonPrimitive()) {
      return value;
    }
    JsonPrimitive primitive = value.getAsJsonPrimitive();
    if (primitive.isNumber()) {
      return TIMES.contains(member)
              || MEASURED.contains(owner + "." + member)
              || isSession(member, primitive)
          ? new JsonPrimitive("<" + numberKind(primitive) + ">")
          : value;
    }
    return primitive.isString()
        ? new JsonPrimitive(maskText(primitive.getAsString(), owner, member))
        : value;
  }

  /** Whether the object stands, or names a place, among a thread's records. */
  private static boolean isInTimeline(JsonObject object) {
    return object.has(POSITION)
        && (object.has("turnId") || (object.has("threadId") && object.has("kind")));
  }

  /**
   * Whether the tokens are a guess at what a conversation takes, paths and instructions included.
   */
  private static boolean isEstimate(JsonObject tokens) {
    return tokens.has(TOTAL_TOKENS)
        && tokens.get(TOTAL_TOKENS).getAsLong() > 0
        && tokens.get("inputTokens").getAsLong() == 0
        && tokens.get("outputTokens").getAsLong() == 0;
  }

  /** Whether it is the number that a server gave a command; a session spells out smaller ones. */
  private static boolean isSession(String member, JsonPrimitive number) {
    return member.equals("session_id") && number.getAsDouble() >= SMALLEST_SESSION;
  }

  /** Seconds and milliseconds since 1970 are told apart; small numbers are durations. */
  private static String numberKind(JsonPrimitive number) {
    double value = number.getAsDouble();
    if (value > 1e11) {
      return "millis";
    }
    return value > 1e9 ? "seconds" : "number";
  }

  private String maskText(String text, String owner, String member) {
    if (text.startsWith("{\"")) {
      try {
        return mask(JsonParser.parseString(text), owner, member).toString();
      } catch (JsonParseException e) {
        // Begins like JSON but is not.
      }
    }
    switch (member) {
      case "revision" -> {
        // Each server counts the changes of its own accord.
        return UUID.matcher(text).matches() && !spelledOut.contains(text)
            ? "<revision>"
            : maskIds(text, "thread");
      }
      case "cliVersion" -> {
        return "<version>";
      }
      case "serverName" -> {
        return "<host>";
      }
      case "processId" -> {
        // Servers give numbers; what is spelled out in a session is a name.
        return NUMBER.matcher(text).matches() ? "<process>" : text;
      }
      case "dataBase64" -> {
        return maskInside(text);
      }
      case "userAgent" -> {
        return USER_AGENT.matcher(text).replaceFirst("$1/<version> (<os>) <terminal> ($2)");
      }
      default -> {}
    }
    String masked = text;
    for (Map.Entry<String, String> folder : folders.entrySet()) {
      masked = masked.replace(folder.getKey(), folder.getValue());
    }
    masked = SECONDS.matcher(masked).replaceAll("$1<number> seconds");
    masked = LIST_OF_POSITION.matcher(masked).replaceFirst("$1|");
    masked = ATTACHMENT_PLACE.matcher(masked).replaceFirst("$1<seconds>$2");
    masked = CHUNK.matcher(masked).replaceAll("Chunk ID: <chunk>");
    masked = QUOTED_ORDINAL.matcher(masked).replaceAll("$1<number>");
    masked = HASH.matcher(masked).replaceAll("<sha256>");
    masked = METHOD_LIST.matcher(masked).replaceAll("expected one of <methods>");
    masked = FOLDER_DATE.matcher(masked).replaceAll("sessions/<date>/");
    masked = SESSION.matcher(masked).replaceAll("$1<number>");
    masked = PUT_ASIDE.matcher(masked).replaceAll("$1<time>");
    masked = FILE_TIME.matcher(masked).replaceAll("<time>");
    masked = TIME.matcher(masked).replaceAll("<time>");
    return maskIds(masked, idKind(owner, member));
  }

  /** The text that is encoded, if there is something in it that varies. */
  private String maskInside(String base64) {
    try {
      String inside = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      String masked = maskText(inside, "", "");
      return masked.equals(inside) ? base64 : masked;
    } catch (IllegalArgumentException e) {
      return base64; // a session tries what is none
    }
  }

  private String maskIds(String text, String kind) {
    return UUID.matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(maskId(found.group(), kind)));
  }

  private static String idKind(String owner, String member) {
    String kind = ID_KINDS.get(owner + "." + member);
    return kind != null ? kind : ID_KINDS.getOrDefault(member, "id");
  }

  private String maskId(String id, String kind) {
    if (spelledOut.contains(id)) {
      return id;
    }
    return ids.computeIfAbsent(
        id, i -> "<" + kind + "-" + counts.merge(kind, 1, Integer::sum) + ">");
  }
}
