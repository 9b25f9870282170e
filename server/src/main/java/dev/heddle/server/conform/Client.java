package dev.heddle.server.conform;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.conform.stage.Json;
import dev.heddle.server.conform.stage.Stage;
import dev.heddle.server.conform.stage.StagedServer;
import dev.heddle.server.conform.trace.TraceChecker;
import dev.heddle.server.conform.trace.TraceEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one server process, as the rules use it: requests that wait for their answers,
 * notifications that are waited for, and lines that no decent client would send.
 *
 * <p>What does not come in time breaks the rule that waits for it.
 *
 * <p><b>Thread-safety.</b> One thread.
 */
final class Client implements AutoCloseable {
  /** An id of nothing that there is. */
  static final String NOBODY = "00000000-0000-7000-8000-000000000000";

  /** The capabilities of a client that may use everything. */
  static final String EXPERIMENTAL = "{experimentalApi:true}";

  private static final long ANSWER_LIMIT_MS = 20_000;
  private static final long NOTIFICATION_LIMIT_MS = 10_000;

  /** How long after a round trip something may still come that a rule does not count on. */
  private static final long SOON_MS = 500;

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private final StagedServer server;
  private final Stage stage;
  private final Map<Long, String> methods = new HashMap<>();
  private final Set<Integer> awaited = new HashSet<>();
  private final Set<String> answered = new HashSet<>();
  private long lastId;
  private int searchFrom;
  private int ruleBegan;
  private boolean odd;
  private boolean cut;

  private Client(StagedServer server, Stage stage) {
    this.server = server;
    this.stage = stage;
  }

  /** Starts a server. */
  static Client launch(List<String> command, Stage stage) throws IOException {
    return new Client(new StagedServer(command, stage), stage);
  }

  // --- Requests ---

  /** Shakes hands. */
  Client connect(@Nullable String capabilities) throws InterruptedException {
    String more = capabilities == null ? "" : ",capabilities:" + capabilities;
    ask("initialize", "{clientInfo:{name:'conform',title:'Conform',version:'1.0'}" + more + "}")
        .result();
    tell("initialized");
    return this;
  }

  /** Sends a request and waits for its answer. */
  Answer ask(String method, @Nullable String params, Object... values) throws InterruptedException {
    return answer(send(method, params, values));
  }

  /** Sends a request. */
  long send(String method, @Nullable String params, Object... values) {
    JsonElement json = params == null ? null : WireText.json(params, values);
    return sendJson(method, json);
  }

  long sendJson(String method, @Nullable JsonElement params) {
    long id = ++lastId;
    methods.put(id, method);
    JsonObject message = new JsonObject();
    message.addProperty("id", id);
    message.addProperty("method", method);
    if (params != null) {
      message.add("params", params);
    }
    sendLine(GSON.toJson(message));
    return id;
  }

  /** Sends many requests in one write. */
  List<Long> sendAtOnce(int count, String method, String params, Object... values) {
    JsonElement json = WireText.json(params, values);
    StringBuilder lines = new StringBuilder();
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long id = ++lastId;
      ids.add(id);
      methods.put(id, method);
      JsonObject message = new JsonObject();
      message.addProperty("id", id);
      message.addProperty("method", method);
      message.add("params", json);
      lines.append(GSON.toJson(message)).append('\n');
    }
    odd = true;
    server.send(lines.toString().getBytes(StandardCharsets.UTF_8));
    return ids;
  }

  /** Waits for the answer to a request. */
  Answer answer(long id) throws InterruptedException {
    return answer(id, ANSWER_LIMIT_MS);
  }

  Answer answer(long id, long limitMs) throws InterruptedException {
    String method = methods.getOrDefault(id, "request " + id);
    int at = server.await(0, message -> isAnswerTo(message, new JsonPrimitive(id)), limitMs);
    RuleBroken.unless(at >= 0, method + " (id " + id + ") was not answered");
    Answer answer = new Answer(method, server.message(at));
    if (answer.isResult()) {
      answered.add(method);
    }
    return answer;
  }

  /** The answer with this id, or null when none comes. */
  @Nullable JsonObject answerSoon(JsonElement id) throws InterruptedException {
    sync();
    int at = server.await(searchFrom, message -> isAnswerTo(message, id), SOON_MS);
    return at < 0 ? null : server.message(at);
  }

  /** The first error that answers no request of ours, or null when none comes. */
  @Nullable JsonObject strayErrorSoon() throws InterruptedException {
    sync();
    int at =
        server.await(
            searchFrom, message -> message.has("error") && !message.has("method"), SOON_MS);
    return at < 0 ? null : server.message(at);
  }

  private static boolean isAnswerTo(JsonObject message, JsonElement id) {
    return !message.has("method") && id.equals(message.get("id"));
  }

  /** Sends a notification. */
  void tell(String method) {
    sendLine("{\"method\":\"" + method + "\"}");
  }

  /** Sends any line. */
  void raw(String line) {
    odd = true;
    sendLine(line);
  }

  /** Sends any bytes. */
  void rawBytes(byte[] bytes) {
    odd = true;
    searchFrom = server.size();
    server.send(bytes);
  }

  /** Answers a question of the server. */
  void reply(JsonElement id, String result) {
    JsonObject message = new JsonObject();
    message.add("id", id);
    message.add("result", WireText.json(result));
    sendLine(GSON.toJson(message));
  }

  private void sendLine(String line) {
    searchFrom = server.size();
    server.send(line);
  }

  /** A round trip: what was said before it has arrived. */
  void sync() throws InterruptedException {
    int from = searchFrom;
    ask("thread/loaded/list", "{}");
    searchFrom = from;
  }

  // --- What the server says by itself ---

  /** Waits for a notification that holds this and came after the last line was sent. */
  JsonObject await(String method, String expected, Object... values) throws InterruptedException {
    JsonElement wanted = WireText.json(expected, values);
    Predicate<JsonObject> matches =
        message ->
            method.equals(Json.string(message, "method"))
                && Json.holds(message.get("params"), wanted);
    int from = searchFrom;
    while (true) {
      int at = server.await(from, matches, NOTIFICATION_LIMIT_MS);
      RuleBroken.unless(at >= 0, method + " holding " + wanted + " did not come");
      if (awaited.add(at)) {
        return server.message(at);
      }
      from = at + 1;
    }
  }

  /** A question of the server, or null when a turn completes before it asks one. */
  @Nullable JsonObject questionInTurn() throws InterruptedException {
    return inTurn("a question", message -> message.has("method") && message.has("id"));
  }

  /** Whether an item of this type starts before a turn completes. */
  boolean itemStarts(String type) throws InterruptedException {
    JsonElement wanted = WireText.json("{item:{type:'%s'}}", type);
    return inTurn(
            "an item " + type,
            message ->
                "item/started".equals(Json.string(message, "method"))
                    && Json.holds(message.get("params"), wanted))
        != null;
  }

  private @Nullable JsonObject inTurn(String what, Predicate<JsonObject> wanted)
      throws InterruptedException {
    int at =
        server.await(
            searchFrom,
            message ->
                wanted.test(message) || "turn/completed".equals(Json.string(message, "method")),
            NOTIFICATION_LIMIT_MS);
    RuleBroken.unless(at >= 0, "neither " + what + " nor the end of the turn came");
    JsonObject message = server.message(at);
    return wanted.test(message) ? message : null;
  }

  /** What the server has said since the last line was sent; a round trip comes first. */
  List<JsonObject> saidSince(int mark) throws InterruptedException {
    sync();
    List<JsonObject> messages = server.messages();
    return messages.subList(mark, messages.size());
  }

  /** A mark for {@link #saidSince}: now. */
  int mark() {
    return server.size();
  }

  List<JsonObject> messages() {
    return server.messages();
  }

  /** Where a message is among all that came: the first from {@code from} on that matches. */
  int indexOf(int from, Predicate<JsonObject> matches) {
    List<JsonObject> messages = server.messages();
    for (int i = from; i < messages.size(); i++) {
      if (matches.test(messages.get(i))) {
        return i;
      }
    }
    return -1;
  }

  // --- Threads and turns ---

  /** Starts a thread in the working folder. */
  String startThread() throws InterruptedException {
    return startThread("{cwd:'%s'}", cwd());
  }

  /** Starts a thread with these params. */
  String startThread(String params, Object... values) throws InterruptedException {
    String threadId = ask("thread/start", params, values).text("thread.id");
    await("thread/started", "{thread:{id:'%s'}}", threadId);
    return threadId;
  }

  /** Starts a thread in the working folder and runs a turn in it. */
  String threadWithATurn() throws InterruptedException {
    String threadId = startThread();
    turn(threadId, "hello");
    return threadId;
  }

  /** Sends {@code turn/start} with one text, waits for the answer, and gives the turn's id. */
  String beginTurn(String threadId, String text) throws InterruptedException {
    return ask("turn/start", "{threadId:'%s',input:[{type:'text',text:'%s'}]}", threadId, text)
        .text("turn.id");
  }

  /** Runs a turn to its end. */
  TurnRecord turn(String threadId, String text) throws InterruptedException {
    return turn(threadId, text, "");
  }

  /** Runs a turn with more members in its params, such as {@code ,model:'x'}. */
  TurnRecord turn(String threadId, String text, String more) throws InterruptedException {
    return turnWith("{threadId:'%s',input:[{type:'text',text:'%s'}]" + more + "}", threadId, text);
  }

  /** Runs a turn with these params to its end. */
  TurnRecord turnWith(String params, Object... values) throws InterruptedException {
    int from = server.size();
    return endOfTurn(from, ask("turn/start", params, values).text("turn.id"));
  }

  /** Waits for the end of a turn. */
  TurnRecord endOfTurn(int from, String turnId) throws InterruptedException {
    JsonElement wanted = WireText.json("{turn:{id:'%s'}}", turnId);
    int at =
        server.await(
            from,
            message ->
                "turn/completed".equals(Json.string(message, "method"))
                    && Json.holds(message.get("params"), wanted),
            ANSWER_LIMIT_MS);
    RuleBroken.unless(at >= 0, "turn/completed of " + turnId + " did not come");
    return new TurnRecord(turnId, List.copyOf(server.messages().subList(from, at + 1)));
  }

  /** Interrupts whatever turn runs in the thread. */
  Answer interrupt(String threadId) throws InterruptedException {
    return ask("turn/interrupt", "{threadId:'%s',turnId:''}", threadId);
  }

  String cwd() {
    return stage.cwd().toString();
  }

  Stage stage() {
    return stage;
  }

  // --- The process ---

  /** Reads nothing more. */
  void hold() {
    server.hold();
  }

  /** Reads again. */
  void release() {
    server.release();
  }

  boolean isAlive() {
    return server.isAlive();
  }

  /** Closes the server's input and waits for the end; gives the exit code, or null if none came. */
  @Nullable Integer end() throws InterruptedException {
    cut = true;
    server.endInput();
    return server.awaitExit();
  }

  /** Asks the process to end by a signal, and waits. */
  @Nullable Integer terminate() throws InterruptedException {
    cut = true;
    server.terminate();
    return server.awaitExit();
  }

  /** Kills the process. */
  void kill() throws InterruptedException {
    cut = true;
    server.kill();
  }

  @Override
  public void close() throws InterruptedException {
    cut = true;
    server.close();
  }

  // --- The trace ---

  /** From now on a new rule is tried. */
  void beginRule() {
    ruleBegan = server.trace().size();
    answered.clear();
    searchFrom = server.size();
  }

  /** What was said since the rule began. */
  List<TraceEntry> traceOfRule() {
    List<TraceEntry> trace = server.trace();
    return List.copyOf(trace.subList(ruleBegan, trace.size()));
  }

  /**
   * The methods that were answered with a result since the rule began, and those of the server's
   * questions.
   */
  Set<String> methodsInRule() {
    Set<String> found = new HashSet<>(answered);
    for (TraceEntry entry : traceOfRule()) {
      if (entry.fromServer() && entry.isRequest()) {
        found.add(entry.method());
      }
    }
    return found;
  }

  /** What is wrong with the order of all that was said. */
  List<String> disorder() {
    if (odd) {
      return List.of(); // what an odd line asks for is not known here
    }
    return TraceChecker.violations(server.trace()).stream()
        .filter(violation -> !(cut && violation.endsWith("was not answered")))
        .toList();
  }
}
