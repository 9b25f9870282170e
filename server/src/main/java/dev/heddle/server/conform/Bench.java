package dev.heddle.server.conform;

import com.google.gson.JsonArray;
import dev.heddle.server.conform.stage.ConfigFile;
import dev.heddle.server.conform.stage.MockModel;
import dev.heddle.server.conform.stage.ModelAnswer;
import dev.heddle.server.conform.stage.Stage;
import dev.heddle.server.conform.trace.TraceEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the rules of one section are tried: a model, a server that they share, and servers in homes
 * of their own for rules that need them.
 *
 * <p><b>Thread-safety.</b> One thread.
 */
final class Bench implements AutoCloseable {
  private final List<String> command;
  private final Path folder;
  private final @Nullable Path traces;
  private final MockModel model;
  private final List<Client> clients = new ArrayList<>();
  private final List<String> disorder = new ArrayList<>();
  private final ConfigFile config = new ConfigFile();
  private final Map<Class<?>, Object> kept = new HashMap<>();
  private @Nullable Client shared;
  private int stages;

  /**
   * A bench without a server so far.
   *
   * @param command the server's; {@code {home}}, {@code {cwd}} and {@code {model}} stand for its
   *     folders and the model's address
   * @param traces where to keep all that is said, or null
   */
  Bench(List<String> command, Path folder, @Nullable Path traces) throws IOException {
    this.command = command;
    this.folder = folder;
    this.traces = traces;
    this.model = new MockModel();
  }

  /** The model that the servers ask. */
  MockModel model() {
    return model;
  }

  /** Tells the model what to say next, in the words of {@link ModelAnswer}. */
  void modelSays(String... answers) {
    for (String answer : answers) {
      model.add(ModelAnswer.parse(answer));
    }
  }

  /** The input of the last request to the model: the conversation as it was shown it. */
  JsonArray modelInput() {
    return model.requests().getLast().getAsJsonArray("input");
  }

  /** Whether the last request to the model had this tool. */
  boolean modelIsOffered(String tool) {
    return String.valueOf(model.requests().getLast().get("tools")).contains('"' + tool + '"');
  }

  /** Waits until the model stands before a gate. */
  void reached(String gate) throws InterruptedException {
    RuleBroken.unless(
        model.awaitReached(gate, 10_000), "the model was not asked, or the stream was not read");
  }

  /** The connection that the rules of the section share, with everything that may be used. */
  Client client() throws IOException, InterruptedException {
    if (shared == null || !shared.isAlive()) {
      kept.clear();
      shared = connect(newStage());
    }
    return shared;
  }

  /**
   * Something that several rules look at, made on the shared connection by the first of them.
   *
   * @param type what it is, and its name
   */
  <T> T once(Class<T> type, Making<T> making) throws IOException, InterruptedException {
    T made = type.cast(kept.get(type));
    if (made == null) {
      made = making.make();
      kept.put(type, made);
    }
    return made;
  }

  /** The making of something that is kept. */
  interface Making<T> {
    T make() throws IOException, InterruptedException;
  }

  /** A home of its own. */
  Stage newStage() throws IOException {
    return Stage.below(folder.resolve("stage-" + ++stages)).keepingTraces(traces);
  }

  /** A server in a home, before the handshake. */
  Client launch(Stage stage) throws IOException {
    config.write(stage.home(), model.baseUrl());
    List<String> filled =
        command.stream()
            .map(word ->
                word.replace("{home}", stage.home().toString())
                    .replace("{cwd}", stage.cwd().toString())
                    .replace("{model}", model.baseUrl()))
            .toList();
    Client client = Client.launch(filled, stage);
    clients.add(client);
    return client;
  }

  /** A server in a home, after the handshake, with everything that may be used. */
  Client connect(Stage stage) throws IOException, InterruptedException {
    return connect(stage, Client.EXPERIMENTAL);
  }

  /** The same with these capabilities, or none. */
  Client connect(Stage stage, @Nullable String capabilities)
      throws IOException, InterruptedException {
    return launch(stage).connect(capabilities);
  }

  // --- From rule to rule ---

  /** A new rule is tried: the model forgets what the one before told it. */
  void beginRule() {
    model.forgetAnswers();
    clients.forEach(Client::beginRule);
  }

  /** What was said on all connections since the rule began. */
  List<TraceEntry> traceOfRule() {
    return clients.stream().flatMap(client -> client.traceOfRule().stream()).toList();
  }

  /**
   * The methods that were answered, and those of questions, on all connections since the rule
   * began.
   */
  Set<String> methodsInRule() {
    Set<String> methods = new HashSet<>();
    clients.forEach(client -> methods.addAll(client.methodsInRule()));
    return methods;
  }

  /**
   * The rule is over: the servers that it had for itself end.
   *
   * @param broken the shared one too, since nobody knows what state it is in
   */
  void endRule(boolean broken) throws InterruptedException {
    for (Client client : List.copyOf(clients)) {
      if (broken || !client.equals(shared)) {
        end(client);
      }
    }
  }

  /** What was wrong with the order on the connections so far; ends them all. */
  List<String> disorder() throws InterruptedException {
    for (Client client : List.copyOf(clients)) {
      end(client);
    }
    return disorder;
  }

  private void end(Client client) throws InterruptedException {
    if (client.equals(shared)) {
      shared = null;
    }
    clients.remove(client);
    client.close();
    try {
      disorder.addAll(client.disorder());
    } catch (RuntimeException e) {
      disorder.add("the order could not be looked at, so odd is what was said: " + e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (Client client : clients) {
      client.close();
    }
    model.close();
  }
}
