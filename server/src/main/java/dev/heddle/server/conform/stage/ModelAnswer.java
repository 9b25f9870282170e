package dev.heddle.server.conform.stage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the scripted model: what it streams, in order.
 *
 * <pre>
 * say "Hel" "lo" [@GATE "more"] [phase=WORD]   a message, one delta a text
 * begin "Hel"                 a message that is begun and never finished
 * reason "SUMMARY" ... [raw "TEXT" ...]        a reasoning item
 * call NAME {...} | "TEXT"    a function call and its arguments; "$session" in them stands for the
 *                             number of the running command that the model was told of last
 * gate NAME                   wait until the session opens the gate
 * usage INPUT OUTPUT          the token counts of the answer (10 and 5 otherwise)
 * event TYPE {...}            an event of any type
 * cut                         the stream ends without response.completed
 * failed CODE "MESSAGE"       response.failed
 * incomplete REASON           response.incomplete
 * http STATUS {...} [HEADER=VALUE]             no stream but this HTTP answer
 * </pre>
 */
public record ModelAnswer(List<Op> ops) {

  private static final String SESSION = "\"$session\"";

  /** What a session without a script gets. */
  public static final ModelAnswer OK = parse("say \"ok\"");

  /** One part of an answer. */
  public sealed interface Op {}

  public record Say(List<Piece> pieces, @Nullable String phase, boolean finished) implements Op {}

  /** A delta, or a gate between two deltas. */
  public record Piece(String text, boolean gate) {}

  public record Reason(List<String> summaries, List<String> raw) implements Op {}

  public record Call(String name, String arguments) implements Op {}

  public record Gate(String name) implements Op {}

  public record Usage(int inputTokens, int outputTokens) implements Op {}

  public record Event(String type, JsonObject members) implements Op {}

  public record Cut() implements Op {}

  public record Failed(String code, String message) implements Op {}

  public record Incomplete(String reason) implements Op {}

  public record Http(int status, JsonObject body, Map<String, String> headers) implements Op {}

  public static ModelAnswer parse(String line) {
    Words words = new Words(line);
    List<Op> ops = new ArrayList<>();
    do {
      ops.add(op(words));
    } while (words.skip("|"));
    words.end();
    return new ModelAnswer(List.copyOf(ops));
  }

  /** The answer with the number of a running command in its calls. */
  ModelAnswer inSession(long sessionId) {
    return new ModelAnswer(
        ops.stream()
            .map(op ->
                op instanceof Call(var name, var arguments)
                    ? new Call(name, arguments.replace(SESSION, String.valueOf(sessionId)))
                    : op)
            .toList());
  }

  private static Op op(Words words) {
    String name = words.word();
    return switch (name) {
      case "say" -> say(words);
      case "begin" -> new Say(List.of(new Piece(words.text(), false)), null, false);
      case "reason" -> new Reason(texts(words), words.skip("raw") ? texts(words) : List.of());
      case "call" -> call(words);
      case "gate" -> new Gate(words.word());
      case "usage" -> new Usage(Integer.parseInt(words.word()), Integer.parseInt(words.word()));
      case "event" -> new Event(words.word(), words.json().getAsJsonObject());
      case "cut" -> new Cut();
      case "failed" -> new Failed(words.word(), words.text());
      case "incomplete" -> new Incomplete(words.word());
      case "http" -> http(words);
      default -> throw new IllegalArgumentException("the model cannot " + name);
    };
  }

  private static Op say(Words words) {
    List<Piece> pieces = new ArrayList<>();
    String phase = null;
    while (!words.atEnd() && !words.startsWith("|")) {
      if (words.textComes()) {
        pieces.add(new Piece(words.text(), false));
      } else if (words.startsWith("@")) {
        pieces.add(new Piece(words.word().substring(1), true));
      } else if (words.startsWith("phase=")) {
        phase = words.word().substring("phase=".length());
      } else {
        throw new IllegalArgumentException("not something to say: " + words.word());
      }
    }
    return new Say(List.copyOf(pieces), phase, true);
  }

  private static List<String> texts(Words words) {
    List<String> texts = new ArrayList<>();
    while (words.textComes()) {
      texts.add(words.text());
    }
    return List.copyOf(texts);
  }

  private static Op call(Words words) {
    String name = words.word();
    JsonElement arguments = words.json();
    return new Call(
        name, arguments.isJsonPrimitive() ? arguments.getAsString() : arguments.toString());
  }

  private static Op http(Words words) {
    int status = Integer.parseInt(words.word());
    JsonObject body = words.json().getAsJsonObject();
    if (words.atEnd() || words.startsWith("|")) {
      return new Http(status, body, Map.of());
    }
    String[] header = words.word().split("=", 2);
    return new Http(status, body, Map.of(header[0], header[1]));
  }
}
