package dev.heddle.server.model.script;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.heddle.server.model.Cancellation;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.Sleeper;
import dev.heddle.server.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One scripted answer on its way to the listener. Used by one thread, once. */
final class ScriptPlayer {
  /** Long enough to mean for ever, short enough to count in nanoseconds. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final ModelListener listener;
  private final Cancellation cancellation;
  private final Sleeper sleeper;
  private final LongSupplier numbers;
  private @Nullable TokenUsage usage;
  private long outputChars;

  /**
   * @param numbers the number of the next item; never the same twice for one conversation
   */
  ScriptPlayer(
      ModelListener listener, Cancellation cancellation, Sleeper sleeper, LongSupplier numbers) {
    this.listener = listener;
    this.cancellation = cancellation;
    this.sleeper = sleeper;
    this.numbers = numbers;
  }

  /** Plays the steps, then completes the answer. */
  void play(List<Step> steps, Conversation conversation) throws ModelException, CancelledException {
    String responseId = "resp_" + numbers.getAsLong();
    for (Step step : steps) {
      cancellation.check();
      play(step);
    }
    cancellation.check();
    listener.completed(responseId, usage == null ? estimate(conversation) : usage);
  }

  private void play(Step step) throws ModelException, CancelledException {
    switch (step) {
      case Step.Message message -> message(message);
      case Step.Reasoning reasoning -> reasoning(reasoning);
      case Step.FunctionCall call -> functionCall(call);
      case Step.RawItem raw -> rawItem(raw.item());
      case Step.Fail fail ->
          throw new ModelException(
              fail.kind(),
              fail.message(),
              fail.httpStatus(),
              fail.retryable(),
              fail.retryAfter(),
              null);
      case Step.Cut() -> throw ModelException.streamClosed(null);
      case Step.Delay(Duration duration) -> pause(duration);
      case Step.Hang() -> sleeper.sleep(FOR_EVER, cancellation);
      case Step.Usage(TokenUsage said) -> usage = said;
    }
  }

  private void message(Step.Message step) throws CancelledException {
    String id = "msg_" + numbers.getAsLong();
    JsonObject item = item("message", id);
    item.addProperty("role", "assistant");
    item.add("content", new JsonArray());
    listener.itemStarted(item);
    Integer stop = step.stopAfterDeltas();
    int most = stop == null ? Integer.MAX_VALUE : stop;
    deltas(step.text(), step.chunkChars(), step.delay(), most, d -> listener.textDelta(id, d));
    if (stop != null) {
      return;
    }
    outputChars += step.text().length();
    JsonObject done = item.deepCopy();
    done.add("content", parts("output_text", List.of(step.text())));
    listener.itemDone(done);
  }

  private void reasoning(Step.Reasoning step) throws CancelledException {
    String id = "rs_" + numbers.getAsLong();
    JsonObject item = item("reasoning", id);
    item.add("summary", new JsonArray());
    listener.itemStarted(item);
    for (int i = 0; i < step.summary().size(); i++) {
      int index = i;
      listener.summaryPartStarted(id, index);
      deltas(
          step.summary().get(index),
          step.chunkChars(),
          step.delay(),
          Integer.MAX_VALUE,
          delta -> listener.summaryDelta(id, index, delta));
      outputChars += step.summary().get(index).length();
    }
    String text = step.text();
    if (text != null) {
      deltas(
          text,
          step.chunkChars(),
          step.delay(),
          Integer.MAX_VALUE,
          delta -> listener.reasoningDelta(id, 0, delta));
      outputChars += text.length();
    }
    JsonObject done = item.deepCopy();
    done.add("summary", parts("summary_text", step.summary()));
    done.add("content", text == null ? JsonNull.INSTANCE : parts("reasoning_text", List.of(text)));
    listener.itemDone(done);
  }

  private void functionCall(Step.FunctionCall step) {
    long number = numbers.getAsLong();
    JsonObject item = item("function_call", "fc_" + number);
    item.addProperty("name", step.name());
    item.addProperty("arguments", step.arguments());
    item.addProperty("call_id", step.callId() == null ? "call_" + number : step.callId());
    outputChars += step.arguments().length();
    listener.itemStarted(item);
    listener.itemDone(item.deepCopy());
  }

  private void rawItem(JsonObject raw) {
    JsonObject item = raw.deepCopy();
    if (!item.has("id")) {
      item.addProperty("id", "item_" + numbers.getAsLong());
    }
    listener.itemStarted(item);
    listener.itemDone(item.deepCopy());
  }

  private void deltas(
      String text, int chunkChars, Duration delay, int most, Consumer<String> listener)
      throws CancelledException {
    int start = 0;
    for (int sent = 0; start < text.length() && sent < most; sent++) {
      int end = start;
      for (int i = 0; i < chunkChars && end < text.length(); i++) {
        end += Character.charCount(text.codePointAt(end));
      }
      pause(delay);
      listener.accept(text.substring(start, end));
      start = end;
    }
  }

  private void pause(Duration duration) throws CancelledException {
    if (duration.isZero()) {
      cancellation.check();
    } else {
      sleeper.sleep(duration, cancellation);
    }
  }

  /** Four chars to a token, which is about right for English and the same every time. */
  private TokenUsage estimate(Conversation conversation) {
    long input = (conversation.chars() + 3) / 4;
    long output = (outputChars + 3) / 4;
    return new TokenUsage(input, 0, 0, output, 0, input + output);
  }

  private static JsonObject item(String type, String id) {
    JsonObject item = new JsonObject();
    item.addProperty("type", type);
    item.addProperty("id", id);
    return item;
  }

  private static JsonArray parts(String type, List<String> texts) {
    JsonArray parts = new JsonArray();
    for (String text : texts) {
      JsonObject part = new JsonObject();
      part.addProperty("type", type);
      part.addProperty("text", text);
      parts.add(part);
    }
    return parts;
  }
}
