package dev.heddle.server.model.script;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.Sleeper;
import dev.heddle.server.model.TokenUsage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reader of scenario files.
 *
 * <p><b>Files:</b> one JSON object with the member {@code rules}. For each model request the first
 * rule that applies answers; without one the built-in answer is given.
 *
 * <pre>
 * {"rules": [
 *   {"match": "list.*files",                 regex found in the last user message   (all optional)
 *    "turn": 1,                              only at this many user messages
 *    "request": 1,                           only the nth request of this process
 *    "responses": [                          one list of steps per request of a turn
 *      [{"type": "function_call", "name": "exec_command", "arguments": {"cmd": "ls"}}],
 *      [{"type": "message", "text": "Two files."}]]}]}
 * </pre>
 *
 * <p>When a turn makes more requests than a rule has responses, the rules after it are asked.
 * Steps:
 *
 * <pre>
 * message        text, chunk = 16 (code points per delta), delay_ms = 0 (before each delta),
 *                stop_after_deltas (leaves the message unfinished; for an error, cut or hang next)
 * reasoning      summary = [] (its parts), text (raw reasoning), chunk = 16, delay_ms = 0
 * function_call  name, arguments (an object, or text that need not be JSON), call_id
 * item           item (any Responses output item)
 * error          kind (such as rate_limited), message, retryable = false, http_status, retry_after_ms
 * delay          ms
 * cut            the connection breaks
 * hang           nothing more until the turn is interrupted
 * usage          input_tokens, cached_input_tokens, cache_write_input_tokens, output_tokens,
 *                reasoning_output_tokens; each 0 when absent
 * </pre>
 *
 * <p><b>Errors:</b> {@link ConfigException} that names the place in the document, never the file.
 * Unknown members and unknown step types are errors: a misspelt one would be a test that tests
 * nothing.
 */
public final class ScenarioReader {
  private static final int DEFAULT_CHUNK = 16;

  private ScenarioReader() {}

  /** A provider that plays the scenario in this file. */
  public static ScriptProvider provider(Path file, Sleeper sleeper) throws ConfigException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw bad("the file cannot be read: " + e.getClass().getSimpleName());
    }
    return new ScriptProvider(parse(text), sleeper);
  }

  static Scenario parse(String text) throws ConfigException {
    Fields root = Fields.of(parseJson(text), "");
    List<Rule> rules = new ArrayList<>();
    for (Fields rule : root.objects("rules")) {
      rules.add(rule(rule));
    }
    root.end();
    return new Scenario(List.copyOf(rules));
  }

  private static JsonElement parseJson(String text) throws ConfigException {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement root = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw bad("there is text after the object");
      }
      return root;
    } catch (JsonParseException | IOException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String problem = Objects.requireNonNullElse(cause.getMessage(), "not JSON");
      // Of "problem at line 1 column 2 path $.x\nSee https://…" the first line.
      throw bad(problem.lines().findFirst().orElse("not JSON"));
    }
  }

  private static Rule rule(Fields rule) throws ConfigException {
    String match = rule.string("match", null);
    Pattern pattern = null;
    if (match != null) {
      try {
        pattern = Pattern.compile(match);
      } catch (PatternSyntaxException e) {
        throw rule.bad("match", "not a regular expression: " + e.getDescription());
      }
    }
    Long turn = rule.number("turn", 1, Integer.MAX_VALUE);
    Long request = rule.number("request", 1, Long.MAX_VALUE);
    List<List<Step>> responses = new ArrayList<>();
    for (List<Fields> response : rule.objectLists("responses")) {
      List<Step> steps = new ArrayList<>();
      for (Fields step : response) {
        steps.add(step(step));
      }
      responses.add(List.copyOf(steps));
    }
    if (responses.isEmpty()) {
      throw rule.bad("responses", "at least one response is needed");
    }
    rule.end();
    return new Rule(
        pattern, turn == null ? null : turn.intValue(), request, List.copyOf(responses));
  }

  private static Step step(Fields step) throws ConfigException {
    String type = step.string("type");
    Step read =
        switch (type) {
          case "message" -> message(step);
          case "reasoning" ->
              new Step.Reasoning(
                  step.strings("summary"), step.string("text", null), chunk(step), delay(step));
          case "function_call" ->
              new Step.FunctionCall(
                  step.string("name"), arguments(step), step.string("call_id", null));
          case "item" -> new Step.RawItem(step.object("item"));
          case "error" -> error(step);
          case "delay" -> new Step.Delay(Duration.ofMillis(step.requiredNumber("ms")));
          case "cut" -> new Step.Cut();
          case "hang" -> new Step.Hang();
          case "usage" -> usage(step);
          default ->
              throw step.bad(
                  "type",
                  "unknown step `"
                      + type
                      + "`, expected one of message, reasoning, function_call, item, error, delay,"
                      + " cut, hang, usage");
        };
    step.end();
    return read;
  }

  private static Step message(Fields step) throws ConfigException {
    Long stop = step.number("stop_after_deltas", 0, Integer.MAX_VALUE);
    return new Step.Message(
        step.string("text"), chunk(step), delay(step), stop == null ? null : stop.intValue());
  }

  private static String arguments(Fields step) throws ConfigException {
    JsonElement arguments = step.take("arguments");
    if (arguments == null || arguments instanceof JsonArray) {
      throw step.bad("arguments", "expected an object or a string");
    }
    return arguments instanceof JsonObject ? arguments.toString() : arguments.getAsString();
  }

  private static Step error(Fields step) throws ConfigException {
    String word = step.string("kind");
    ModelException.Kind kind =
        Stream.of(ModelException.Kind.values())
            .filter(k -> word(k).equals(word))
            .findFirst()
            .orElse(null);
    if (kind == null) {
      throw step.bad(
          "kind",
          "unknown kind `"
              + word
              + "`, expected one of "
              + Stream.of(ModelException.Kind.values())
                  .map(ScenarioReader::word)
                  .collect(Collectors.joining(", ")));
    }
    Long status = step.number("http_status", 100, 599);
    Long retryAfterMs = step.number("retry_after_ms", 0, Integer.MAX_VALUE);
    return new Step.Fail(
        kind,
        step.string("message"),
        status == null ? null : status.intValue(),
        step.bool("retryable"),
        retryAfterMs == null ? null : Duration.ofMillis(retryAfterMs));
  }

  private static Step usage(Fields step) throws ConfigException {
    long input = step.number("input_tokens");
    long cached = step.number("cached_input_tokens");
    long cacheWrite = step.number("cache_write_input_tokens");
    long output = step.number("output_tokens");
    long reasoning = step.number("reasoning_output_tokens");
    return new Step.Usage(
        new TokenUsage(input, cached, cacheWrite, output, reasoning, input + output));
  }

  private static int chunk(Fields step) throws ConfigException {
    Long chunk = step.number("chunk", 1, Integer.MAX_VALUE);
    return chunk == null ? DEFAULT_CHUNK : chunk.intValue();
  }

  private static Duration delay(Fields step) throws ConfigException {
    return Duration.ofMillis(step.number("delay_ms"));
  }

  private static String word(ModelException.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static ConfigException bad(String problem) {
    return ConfigException.invalid("scenario: " + problem, "heddle.scenario");
  }
}
