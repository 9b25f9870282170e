package dev.heddle.server.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.server.model.Cancellation;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.ModelProvider;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.model.TokenUsage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A model that says what a test queues, and otherwise {@code answer N}; it remembers requests. */
public final class ScriptedModel implements ModelProvider {
  private static final TokenUsage USAGE = new TokenUsage(10, 0, 0, 5, 0, 15);

  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<ModelRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicLong number = new AtomicLong();

  /** What the model does with one request. */
  @FunctionalInterface
  public interface Answer {
    void play(String messageId, ModelListener listener, Cancellation cancellation)
        throws ModelException, CancelledException;
  }

  /** A message with this text, at once. */
  public static Answer says(String text) {
    return says(text, USAGE.totalTokens());
  }

  /** The same, when the conversation takes so many tokens with it. */
  public static Answer says(String text, long tokens) {
    return (messageId, listener, cancellation) -> {
      listener.itemStarted(message(messageId, ""));
      listener.textDelta(messageId, text);
      listener.itemDone(message(messageId, text));
      listener.completed("resp_" + messageId, usage(tokens));
    };
  }

  /** A call of a function with these arguments, given as JSON. */
  public static Answer calls(String callId, String function, String arguments) {
    return calls(callId, function, arguments, USAGE.totalTokens());
  }

  /** The same, when the conversation takes so many tokens with it. */
  public static Answer calls(String callId, String function, String arguments, long tokens) {
    return (messageId, listener, cancellation) -> {
      JsonObject call = new JsonObject();
      call.addProperty("type", "function_call");
      call.addProperty("id", "fc_" + callId);
      call.addProperty("name", function);
      call.addProperty("arguments", arguments);
      call.addProperty("call_id", callId);
      listener.itemDone(call);
      listener.completed("resp_" + messageId, usage(tokens));
    };
  }

  /** A call of a function in a namespace. */
  public static Answer callsIn(String namespace, String callId, String function, String arguments) {
    return (messageId, listener, cancellation) -> {
      JsonObject call = new JsonObject();
      call.addProperty("type", "function_call");
      call.addProperty("id", "fc_" + callId);
      call.addProperty("namespace", namespace);
      call.addProperty("name", function);
      call.addProperty("arguments", arguments);
      call.addProperty("call_id", callId);
      listener.itemDone(call);
      listener.completed("resp_" + messageId, USAGE);
    };
  }

  /** A failure that another attempt would not change. */
  public static Answer fails(String problem) {
    return (messageId, listener, cancellation) -> {
      throw new ModelException(ModelException.Kind.BAD_REQUEST, problem, null, false, null, null);
    };
  }

  /** An answer that stops in the middle of a message until it is let go or cancelled. */
  public static final class Held implements Answer {
    private final String said;
    private String finished = "";
    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final CompletableFuture<Void> letGo = new CompletableFuture<>();

    public Held(String said) {
      this.said = said;
    }

    /** The same behind a whole message with this text. */
    public Held after(String text) {
      finished = text;
      return this;
    }

    @Override
    public void play(String messageId, ModelListener listener, Cancellation cancellation)
        throws CancelledException {
      if (!finished.isEmpty()) {
        listener.itemStarted(message(messageId + "_whole", ""));
        listener.textDelta(messageId + "_whole", finished);
        listener.itemDone(message(messageId + "_whole", finished));
      }
      listener.itemStarted(message(messageId, ""));
      listener.textDelta(messageId, said);
      reached.complete(null);
      try (var cancelled = cancellation.onCancel(() -> letGo.complete(null))) {
        letGo.join();
      }
      cancellation.check();
      listener.itemDone(message(messageId, said));
      listener.completed("resp_" + messageId, USAGE);
    }

    /** Waits until the model has said the first part. */
    public void awaitReached() {
      reached.join();
    }

    /** Lets the model say the rest. */
    public void letGo() {
      letGo.complete(null);
    }
  }

  /** Queues the answer to the next request without one. */
  public ScriptedModel then(Answer answer) {
    answers.add(answer);
    return this;
  }

  /** Every request so far. */
  public List<ModelRequest> requests() {
    return List.copyOf(requests);
  }

  /**
   * The texts of the messages in the newest request, oldest first; without what the model is told
   * of its surroundings.
   */
  public List<String> lastInputTexts() {
    return requests.getLast().input().stream()
        .filter(item -> item.get("content") instanceof JsonArray)
        .filter(item -> !isContext(item))
        .map(item ->
            item.getAsJsonArray("content").get(0).getAsJsonObject().get("text").getAsString())
        .toList();
  }

  /** The output of a call in the newest request. */
  public String lastOutputOf(String callId) {
    return requests.getLast().input().stream()
        .filter(item -> item.has("output") && item.get("call_id").getAsString().equals(callId))
        .map(item -> item.get("output").getAsString())
        .reduce((first, second) -> first + " AND AGAIN " + second)
        .orElse("none");
  }

  @Override
  public void stream(ModelRequest request, ModelListener listener, Cancellation cancellation)
      throws ModelException, CancelledException {
    requests.add(request);
    long n = number.incrementAndGet();
    Answer answer = answers.poll();
    (answer == null ? says("answer " + n) : answer).play("msg_" + n, listener, cancellation);
  }

  /** Whether the item tells the model of its surroundings. */
  public static boolean isContext(JsonObject item) {
    String content = item.get("content").toString();
    return item.get("role").getAsString().equals("developer")
        || content.contains("environment_context")
        || content.contains("# AGENTS.md instructions for ");
  }

  private static TokenUsage usage(long tokens) {
    return new TokenUsage(tokens - 5, 0, 0, 5, 0, tokens);
  }

  private static JsonObject message(String id, String text) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "output_text");
    part.addProperty("text", text);
    JsonArray content = new JsonArray();
    content.add(part);
    JsonObject message = new JsonObject();
    message.addProperty("type", "message");
    message.addProperty("id", id);
    message.addProperty("role", "assistant");
    message.add("content", content);
    return message;
  }
}
