package dev.heddle.server.differential;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.conform.stage.ConfigFile;
import dev.heddle.server.conform.stage.Json;
import dev.heddle.server.conform.stage.MockModel;
import dev.heddle.server.conform.stage.Stage;
import dev.heddle.server.conform.stage.StagedServer;
import dev.heddle.server.differential.Transcript.Entry;
import dev.heddle.server.differential.Transcript.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One playing of a session to one server, in a fresh home.
 *
 * <p>What does not come is written into the transcript and the session goes on, so that a server
 * that lacks one message still shows how it does the rest; after a few such gaps, or when a named
 * value is missing, the playing stops there.
 *
 * <p><b>Thread-safety.</b> One thread.
 */
final class SessionRunner implements AutoCloseable {
  private static final long RESPONSE_TIMEOUT_MS = 20_000;
  private static final long NOTIFICATION_TIMEOUT_MS = 8_000;
  private static final int MOST_MISSING = 3;
  private static final String IN_HOME = "$home/";
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private final ServerCommand command;
  private final SessionFile session;
  private final Stage folders;
  private final MockModel model;
  private final ConfigFile config = new ConfigFile();
  private final NamedValues names = new NamedValues();

  private final List<Entry> wire = new ArrayList<>();
  private final List<Entry> modelRequests = new ArrayList<>();
  private final Map<JsonElement, String> requestMethods = new LinkedHashMap<>();
  private final List<Predicate<JsonObject>> optional = new ArrayList<>();
  private final List<JsonElement> unanswered = new ArrayList<>();
  private @Nullable StagedServer server;
  private int taken;
  private int searchFrom;
  private final Set<Integer> awaited = new HashSet<>();
  private JsonElement lastResult = JsonNull.INSTANCE;
  private int lastId;
  private @Nullable JsonElement lastThreadId;
  private int syncs;
  private int missing;
  private int step;
  private String section = "";

  SessionRunner(ServerCommand command, SessionFile session, Stage folders) throws IOException {
    this.command = command;
    this.session = session;
    this.folders = folders;
    this.model = new MockModel();
    names.put("cwd", new JsonPrimitive(folders.cwd().toString()));
    names.put("home", new JsonPrimitive(folders.home().toString()));
  }

  /** Plays the session and masks what may differ between two playings. */
  static Transcript play(ServerCommand command, SessionFile session, Path folder)
      throws IOException, InterruptedException {
    try (SessionRunner runner = new SessionRunner(command, session, Stage.below(folder))) {
      Transcript transcript = runner.play();
      Masking masking = new Masking(session.text());
      masking.replace(runner.model.baseUrl(), "<model>");
      masking.replace(runner.folders.home().toString(), "<home>");
      masking.replace(runner.folders.cwd().toString(), "<cwd>");
      masking.replace(runner.folders.userHome().toString(), "<user>");
      return masking.mask(transcript);
    }
  }

  @Override
  public void close() throws InterruptedException {
    if (server != null) {
      server.close();
    }
    model.close();
  }

  private Transcript play() throws IOException, InterruptedException {
    try {
      for (Step next : session.steps()) {
        step++;
        play(next);
        take();
      }
      step++;
      if (server != null) {
        sync();
        endServer();
      }
    } catch (SessionStoppedException e) {
      take();
      add(Kind.STOPPED, "stopped", new JsonPrimitive(e.getMessage()));
    }
    return new Transcript(List.copyOf(wire), List.copyOf(modelRequests));
  }

  private void play(Step next) throws IOException, InterruptedException, SessionStoppedException {
    switch (next) {
      case Step.Section(var title) -> {
        section = title;
        optional.clear();
      }
      case Step.Maybe(var method, var expected) -> optional.add(notification(method, expected));
      case Step.Config(var line) -> config.set(line);
      case Step.ProviderConfig(var line) -> config.setForProvider(line);
      case Step.WorkFile(var name, var text) -> {
        Path file =
            name.startsWith(IN_HOME)
                ? folders.home().resolve(name.substring(IN_HOME.length()))
                : folders.cwd().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      case Step.Model(var answer) -> model.add(answer);
      case Step.ForgetAnswers() -> model.forgetAnswers();
      case Step.Launch() -> launch();
      case Step.Connect(var capabilities) -> connect(capabilities);
      case Step.Request(var method, var params, var waits) -> {
        JsonElement id = request(method, params);
        if (waits) {
          response(id);
        }
      }
      case Step.Answers() -> {
        for (JsonElement id : List.copyOf(unanswered)) {
          response(id);
        }
      }
      case Step.Notify(var method, var params) -> send(message(null, method, params));
      case Step.Raw(var line) -> {
        searchFrom = running().size();
        add(Kind.SENT, "raw", new JsonPrimitive(line));
        running().send(line);
      }
      case Step.Answer(var id) -> response(id);
      case Step.Sync() -> sync();
      case Step.Let(var name, var path) -> names.put(name, names.select(lastResult, path));
      case Step.Turn turn -> turn(turn);
      case Step.Await(var method, var expected) -> await(method, expected);
      case Step.Reply(var method, var result) -> reply(method, result);
      case Step.Reached(var gate) -> {
        if (!model.awaitReached(gate, NOTIFICATION_TIMEOUT_MS)) {
          throw new SessionStoppedException("the model was not asked up to gate " + gate);
        }
      }
      case Step.Open(var gate) -> {
        take();
        searchFrom = server == null ? 0 : server.size();
        model.open(gate);
      }
      case Step.Stop() -> {
        sync();
        endServer();
      }
      case Step.Kill() -> {
        running().kill();
        take();
        server = null;
      }
    }
  }

  // --- Starting and ending ---

  private StagedServer running() throws SessionStoppedException {
    if (server == null) {
      throw new SessionStoppedException("no server is running");
    }
    return server;
  }

  private void launch() throws IOException {
    if (server != null) {
      throw new IllegalStateException("a server is running: `stop` or `kill` it first");
    }
    config.write(folders.home(), model.baseUrl());
    server = command.start(folders);
    add(Kind.STARTED, "started", new JsonPrimitive(command.name()));
    taken = 0;
    searchFrom = 0;
    awaited.clear();
  }

  private void connect(@Nullable JsonObject capabilities)
      throws IOException, InterruptedException, SessionStoppedException {
    launch();
    JsonObject client = new JsonObject();
    client.addProperty("name", "differential");
    client.addProperty("title", "Differential");
    client.addProperty("version", "0.1");
    JsonObject params = new JsonObject();
    params.add("clientInfo", client);
    if (capabilities != null) {
      params.add("capabilities", capabilities);
    }
    response(request("initialize", params));
    send(message(null, "initialized", null));
    sync();
  }

  private void endServer() throws IOException, SessionStoppedException, InterruptedException {
    StagedServer ending = running();
    try {
      ending.stop();
    } catch (IOException e) {
      throw new SessionStoppedException(e.getMessage());
    }
    take();
    server = null;
  }

  // --- Sending and waiting ---

  private JsonElement request(String method, @Nullable JsonElement params)
      throws SessionStoppedException {
    JsonElement id = new JsonPrimitive(++lastId);
    requestMethods.put(id, method);
    unanswered.add(id);
    JsonObject message = message(id, method, params);
    send(message);
    if (message.get("params") instanceof JsonObject sent && sent.has("threadId")) {
      lastThreadId = sent.get("threadId");
    }
    return id;
  }

  private JsonObject message(@Nullable JsonElement id, String method, @Nullable JsonElement params)
      throws SessionStoppedException {
    JsonObject message = new JsonObject();
    if (id != null) {
      message.add("id", id);
    }
    message.addProperty("method", method);
    if (params != null) {
      message.add("params", names.fill(params));
    }
    return message;
  }

  private void send(JsonObject message) throws SessionStoppedException {
    take();
    searchFrom = running().size();
    add(Kind.SENT, message.get("method").getAsString(), message);
    running().send(GSON.toJson(message));
  }

  private void response(JsonElement id) throws InterruptedException, SessionStoppedException {
    unanswered.remove(id);
    int at = running().await(0, m -> !m.has("method") && id.equals(m.get("id")), timeoutMs(true));
    if (at < 0) {
      missing("response to " + requestMethods.getOrDefault(id, id.toString()));
      lastResult = JsonNull.INSTANCE;
      return;
    }
    JsonObject response = running().message(at);
    lastResult = response.has("result") ? response.get("result") : response;
  }

  /** Returns the message, or null when it did not come. */
  private @Nullable JsonObject await(String method, @Nullable JsonElement expected)
      throws InterruptedException, SessionStoppedException {
    Predicate<JsonObject> matches = notification(method, expected);
    StagedServer source = running();
    int from = searchFrom;
    while (true) {
      int at = source.await(from, matches, timeoutMs(false));
      if (at < 0) {
        missing(expected == null ? method : method + " " + expected);
        return null;
      }
      if (awaited.add(at)) {
        return source.message(at);
      }
      from = at + 1;
    }
  }

  private void reply(String method, @Nullable JsonElement result)
      throws InterruptedException, SessionStoppedException {
    JsonObject asked = await(method, null);
    if (asked == null) {
      return;
    }
    JsonObject reply = new JsonObject();
    reply.add("id", asked.get("id"));
    reply.add("result", result == null ? new JsonObject() : names.fill(result));
    take();
    searchFrom = running().size();
    add(Kind.SENT, "reply to " + method, reply);
    running().send(GSON.toJson(reply));
  }

  private Predicate<JsonObject> notification(String method, @Nullable JsonElement expected)
      throws SessionStoppedException {
    JsonElement wanted = expected == null ? new JsonObject() : names.fill(expected);
    return m -> method.equals(Json.string(m, "method")) && Json.holds(m.get("params"), wanted);
  }

  private void turn(Step.Turn turn) throws InterruptedException, SessionStoppedException {
    JsonObject text = new JsonObject();
    text.addProperty("type", "text");
    text.addProperty("text", turn.text());
    JsonArray input = new JsonArray();
    input.add(text);
    JsonObject params = new JsonObject();
    params.add("threadId", names.get(turn.thread()));
    params.add("input", input);
    if (turn.more() != null) {
      turn.more().asMap().forEach(params::add);
    }
    response(request("turn/start", params));
    JsonElement turnId = names.select(lastResult, "turn.id");
    if (turn.name() != null) {
      names.put(turn.name(), turnId);
    }
    JsonObject completed = new JsonObject();
    completed.add("id", turnId);
    JsonObject expected = new JsonObject();
    expected.add("turn", completed);
    await("turn/completed", expected);
  }

  /**
   * Requests that are left out of the transcript: what was said before them has arrived after them.
   * Requests about one thread are answered in order, so the one named last is asked about.
   */
  private void sync() throws InterruptedException, SessionStoppedException {
    syncBy("thread/loaded/list", new JsonObject());
    if (lastThreadId != null) {
      JsonObject params = new JsonObject();
      params.add("threadId", lastThreadId);
      syncBy("thread/goal/get", params);
    }
  }

  private void syncBy(String method, JsonObject params)
      throws InterruptedException, SessionStoppedException {
    JsonObject message = new JsonObject();
    JsonElement id = new JsonPrimitive("sync-" + ++syncs);
    message.add("id", id);
    message.addProperty("method", method);
    message.add("params", params);
    running().send(GSON.toJson(message));
    int at = running().await(0, m -> id.equals(m.get("id")), timeoutMs(true));
    if (at < 0) {
      missing("round trip");
    }
  }

  /** Once something is missing, the rest need not be waited for as long. */
  private long timeoutMs(boolean response) {
    long full = response ? RESPONSE_TIMEOUT_MS : NOTIFICATION_TIMEOUT_MS;
    return missing == 0 ? full : full / 4;
  }

  private void missing(String what) throws SessionStoppedException {
    take();
    add(Kind.MISSING, what.replaceFirst(" \\{.*", ""), new JsonPrimitive(what));
    if (++missing == MOST_MISSING) {
      throw new SessionStoppedException("too much is missing");
    }
  }

  // --- The transcript ---

  private void take() {
    if (server != null) {
      List<JsonObject> messages = server.messages();
      for (JsonObject message : messages.subList(taken, messages.size())) {
        takeMessage(message);
      }
      taken = messages.size();
    }
    List<JsonObject> requests = model.requests();
    for (JsonObject request : requests.subList(modelRequests.size(), requests.size())) {
      modelRequests.add(
          new Entry(Kind.MODEL_REQUEST, step, section, "model request", ModelInput.of(request)));
    }
  }

  private void takeMessage(JsonObject message) {
    JsonElement id = message.get("id");
    if (message.has("method")) {
      boolean maybe = optional.stream().anyMatch(each -> each.test(message));
      add(maybe ? Kind.OPTIONAL : Kind.RECEIVED, message.get("method").getAsString(), message);
    } else if (id == null || !id.toString().startsWith("\"sync-")) {
      String method = id == null ? null : requestMethods.get(id);
      add(Kind.RECEIVED, method == null ? "raw line" : method, message);
    }
  }

  private void add(Kind kind, String name, JsonElement content) {
    wire.add(new Entry(kind, step, section, name, content));
  }
}
