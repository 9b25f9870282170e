package dev.heddle.server.model.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.json.WholeNumber;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.TokenUsage;
import dev.heddle.server.model.http.EventHandler;
import dev.heddle.server.model.http.ProviderErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The reader of one answer of Chat Completions: puts its chunks together into a reasoning item, a
 * message and tool calls, in this order. Used by one thread, once.
 */
final class ChatEvents implements EventHandler {
  /** What local servers call raw reasoning. */
  private static final List<String> REASONING = List.of("reasoning_content", "reasoning");

  /** What is shown as the message: a refusal comes in a member of its own. */
  private static final List<String> TEXT = List.of("content", "refusal");

  private static final Set<String> CUT_SHORT = Set.of("length", "content_filter");

  /** A stream of so much else is not worth waiting for its end. */
  private static final int MAX_UNREADABLE = 1_000;

  private final ModelListener listener;
  private final UnaryOperator<String> newId;
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder text = new StringBuilder();
  private final List<PendingCall> calls = new ArrayList<>();
  private final Map<Long, PendingCall> callsByIndex = new HashMap<>();
  private final Set<String> callIds = new HashSet<>(); // that are taken
  private @Nullable JsonObject reasoningItem;
  private @Nullable JsonObject message;
  private int unreadable; // events
  private final ChatFunctions functions;
  private String responseId = "";
  private String finishReason = "";
  private @Nullable TokenUsage usage; // null until the provider says

  /**
   * @param input the items of the request; a call of the answer gets the id of none of them
   * @param functions what the model was offered
   * @param newId an id that nobody has yet, beginning with the given prefix
   */
  ChatEvents(
      ModelListener listener,
      List<JsonObject> input,
      ChatFunctions functions,
      UnaryOperator<String> newId) {
    this.listener = listener;
    this.functions = functions;
    this.newId = newId;
    for (JsonObject item : input) {
      callIds.add(string(item, "call_id"));
    }
  }

  @Override
  public void waiting() {
    listener.waiting();
  }

  @Override
  public void arrived() {
    listener.arrived();
  }

  @Override
  public boolean event(String data) throws ModelException {
    if (data.strip().equals("[DONE]")) {
      finish();
      return true;
    }
    JsonObject chunk;
    try {
      chunk = JsonParser.parseString(data).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      // Gateways put words of their own between chunks. A damaged chunk is another matter: what it
      // said is said nowhere else.
      if (data.stripLeading().startsWith("{") || ++unreadable > MAX_UNREADABLE) {
        throw ModelException.streamFailed("an event is not the JSON it should be", e);
      }
      return false;
    }
    JsonObject error = error(chunk);
    if (error != null) {
      throw ProviderErrors.inStream(error);
    }
    if (responseId.isEmpty()) {
      responseId = string(chunk, "id");
    }
    if (chunk.get("usage") instanceof JsonObject said) {
      usage = usage(said);
    }
    if (chunk.get("choices") instanceof JsonArray choices && !choices.isEmpty()) {
      choice(choices.get(0));
    }
    return false;
  }

  @Override
  public boolean end() throws ModelException {
    if (finishReason.isEmpty()) {
      return false;
    }
    finish();
    return true;
  }

  /** The error of a chunk, which some servers send as its bare message, or null. */
  private static @Nullable JsonObject error(JsonObject chunk) {
    if (chunk.get("error") instanceof JsonObject whole) {
      return whole;
    }
    if (!(chunk.get("error") instanceof JsonPrimitive words)
        || !words.isString()
        || words.getAsString().isEmpty()) {
      return null;
    }
    JsonObject error = new JsonObject();
    error.add("message", words);
    return error;
  }

  private void choice(JsonElement element) {
    if (!(element instanceof JsonObject choice)) {
      return;
    }
    if (choice.get("delta") instanceof JsonObject delta) {
      for (String name : REASONING) {
        String more = string(delta, name);
        if (!more.isEmpty()) {
          addReasoning(more);
          break;
        }
      }
      for (String name : TEXT) {
        String more = string(delta, name);
        if (!more.isEmpty()) {
          addText(more);
        }
      }
      if (delta.get("tool_calls") instanceof JsonArray pieces) {
        pieces.forEach(this::addCall);
      }
    }
    String reason = string(choice, "finish_reason");
    if (!reason.isEmpty()) {
      finishReason = reason;
    }
  }

  private void addReasoning(String more) {
    JsonObject item = reasoningItem;
    if (item == null) {
      item = new JsonObject();
      item.addProperty("type", "reasoning");
      item.addProperty("id", newId.apply("rs_"));
      item.add("summary", new JsonArray());
      reasoningItem = item;
      listener.itemStarted(item.deepCopy());
    }
    reasoning.append(more);
    listener.reasoningDelta(string(item, "id"), 0, more);
  }

  private void addText(String more) {
    endReasoning();
    JsonObject item = message;
    if (item == null) {
      item = new JsonObject();
      item.addProperty("type", "message");
      item.addProperty("id", newId.apply("msg_"));
      item.addProperty("role", "assistant");
      item.add("content", new JsonArray());
      message = item;
      listener.itemStarted(item.deepCopy());
    }
    text.append(more);
    listener.textDelta(string(item, "id"), more);
  }

  private void addCall(JsonElement element) {
    if (!(element instanceof JsonObject piece)) {
      return;
    }
    String id = string(piece, "id");
    JsonObject function =
        piece.get("function") instanceof JsonObject object ? object : new JsonObject();
    JsonElement arguments = function.get("arguments");
    // Some servers send the arguments as an object.
    String more =
        arguments instanceof JsonObject object ? object.toString() : string(function, "arguments");
    String name = string(function, "name");
    pendingCall(piece, id, name, more).append(id, name, more);
  }

  /** The call a piece belongs to: by index, else by id, else the last one. */
  private PendingCall pendingCall(JsonObject piece, String id, String name, String arguments) {
    if (piece.get("index") instanceof JsonPrimitive index && index.isNumber()) {
      PendingCall known = callsByIndex.get(index.getAsLong());
      // Some servers give one index to all calls; others give an id of its own to each piece.
      if (known != null
          && (name.isEmpty() || !known.hasOtherId(id))
          && !known.isFollowedBy(id, name, arguments)) {
        return known;
      }
      PendingCall begun = new PendingCall();
      calls.add(begun);
      callsByIndex.put(index.getAsLong(), begun);
      return begun;
    }
    for (PendingCall call : calls.reversed()) {
      if (!id.isEmpty() && call.hasId(id) && !call.isFollowedBy(id, name, arguments)) {
        return call;
      }
    }
    if (!id.isEmpty() || calls.isEmpty() || calls.getLast().isFollowedBy(id, name, arguments)) {
      calls.add(new PendingCall());
    }
    return calls.getLast();
  }

  private void endReasoning() {
    JsonObject item = reasoningItem;
    if (item == null || reasoning.isEmpty()) {
      return;
    }
    item.add("content", parts("reasoning_text", reasoning));
    reasoning.setLength(0);
    reasoningItem = null;
    listener.itemDone(item);
  }

  private void finish() throws ModelException {
    endReasoning();
    if (message != null) {
      message.add("content", parts("output_text", text));
      listener.itemDone(message);
    }
    if (CUT_SHORT.contains(finishReason)) {
      // Calls may lack the end of their arguments: none is run.
      throw ProviderErrors.incomplete(
          finishReason.equals("length") ? "max_output_tokens" : finishReason);
    }
    for (PendingCall call : calls) {
      JsonObject item = call.item(newId.apply("fc_"));
      functions.rename(item);
      makeUnique(item);
      listener.itemStarted(item.deepCopy());
      listener.itemDone(item);
    }
    listener.completed(responseId, usage);
  }

  /** Some servers give all calls one id. The output takes the call's, so both stay together. */
  private void makeUnique(JsonObject call) {
    String id = string(call, "call_id");
    if (!callIds.add(id)) {
      String unique = newId.apply(id + "_");
      callIds.add(unique);
      call.addProperty("call_id", unique);
    }
  }

  private static JsonArray parts(String type, CharSequence text) {
    JsonObject part = new JsonObject();
    part.addProperty("type", type);
    part.addProperty("text", text.toString());
    JsonArray parts = new JsonArray();
    parts.add(part);
    return parts;
  }

  private static TokenUsage usage(JsonObject usage) {
    long input = number(usage, "prompt_tokens");
    long output = number(usage, "completion_tokens");
    long total = number(usage, "total_tokens");
    return new TokenUsage(
        input,
        number(usage.get("prompt_tokens_details"), "cached_tokens"),
        0,
        output,
        number(usage.get("completion_tokens_details"), "reasoning_tokens"),
        total == 0 ? input + output : total);
  }

  private static long number(@Nullable JsonElement in, String name) {
    Long number = in instanceof JsonObject object ? WholeNumber.of(object.get(name)) : null;
    return number == null ? 0 : number;
  }

  private static String string(JsonObject object, String key) {
    return object.get(key) instanceof JsonPrimitive value ? value.getAsString() : "";
  }
}
