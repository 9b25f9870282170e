package dev.heddle.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.rpc.OmitNull;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.v2.ClientInfo;
import dev.heddle.server.testkit.ManualWorkers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientConnectionTest {
  private static final NotificationSpec<Text> STABLE =
      new NotificationSpec<>("stable", Text.class, false);
  private static final NotificationSpec<Text> EXPERIMENTAL =
      new NotificationSpec<>("experimental", Text.class, true);
  private static final RequestSpec<Question, Text> ASK =
      new RequestSpec<>("ask", Question.class, Text.class, false);
  private static final RequestSpec<Question, Text> EXPERIMENTAL_ASK =
      new RequestSpec<>("askMore", Question.class, Text.class, true);

  private final ManualWorkers workers = new ManualWorkers();
  private final ClientRequests questions = new ClientRequests(workers);
  private final Wire wire = new Wire();
  private final ClientConnection connection = wire.connection;

  @Test
  void nothingIsToldBeforeTheHandshakeIsOver() {
    connection.notify(STABLE, new Text("early"));
    connection.openDeltas("t", STABLE, Text::new).append("early");
    connection.open(handshake(false));
    connection.notify(STABLE, new Text("late"));
    assertThat(wire.lines()).hasSize(1).first().asString().contains("late");
  }

  @Test
  void experimentalNotificationsAreWithheldFromStableClients() {
    connection.open(handshake(false));
    connection.notify(EXPERIMENTAL, new Text("x"));
    connection.notify("t", EXPERIMENTAL, new Text("x"));
    connection.openDeltas("t", EXPERIMENTAL, Text::new).append("x");
    assertThat(wire.lines()).isEmpty();
  }

  @Test
  void experimentalNotificationsReachThoseWhoAskedForThem() {
    connection.open(handshake(true));
    connection.notify(EXPERIMENTAL, new Text("x"));
    assertThat(wire.lines()).hasSize(1);
  }

  @Test
  void whatTheClientOptedOutOfIsNotSent() {
    connection.open(handshake(true, "stable", "unknown/name"));
    connection.notify(STABLE, new Text("x"));
    connection.openDeltas("t", STABLE, Text::new).append("x");
    connection.notify(EXPERIMENTAL, new Text("y"));
    assertThat(wire.lines()).hasSize(1);
    assertThat(connection.wants(STABLE)).isFalse();
  }

  @Test
  void questionsAreNumberedFromZeroForTheWholeServer() {
    Wire second = new Wire();
    connection.open(handshake(true));
    second.connection.open(handshake(true));
    ask(ASK, new Question("a", null), List.of(connection));
    ask(ASK, new Question("b", null), List.of(second.connection));
    assertThat(wire.json(0).get("id").getAsLong()).isZero();
    assertThat(second.json(0).get("id").getAsLong()).isEqualTo(1);
  }

  @Test
  void anAnswerCompletesItsQuestionOffTheReadersThread() {
    connection.open(handshake(true));
    CompletableFuture<ClientAnswer<Text>> answer =
        ask(ASK, new Question("a", null), List.of(connection)).answer();
    questions.answer(connection, result(0, "{\"text\":\"yes\"}"));
    assertThat(answer).isNotDone();
    workers.runAll();
    assertThat(answer).isCompletedWithValue(new ClientAnswer.Answered<>(new Text("yes")));
  }

  @Test
  void theFirstAnswerCounts() {
    Wire second = new Wire();
    connection.open(handshake(true));
    second.connection.open(handshake(true));
    ClientRequest<Text> request =
        ask(ASK, new Question("a", null), List.of(connection, second.connection));
    questions.answer(second.connection, result(0, "{\"text\":\"second\"}"));
    questions.answer(connection, result(0, "{\"text\":\"first\"}"));
    workers.runAll();
    assertThat(request.answer())
        .isCompletedWithValue(new ClientAnswer.Answered<>(new Text("second")));
    assertThat(request.cancel()).isFalse();
  }

  @Test
  void anErrorAndAnUndecodableAnswerAreOutcomesOfTheirOwn() {
    connection.open(handshake(true));
    ClientRequest<Text> refused = ask(ASK, new Question("a", null), List.of(connection));
    ClientRequest<Text> garbled = ask(ASK, new Question("b", null), List.of(connection));
    ResponseMessage error = new ResponseMessage();
    error.setRawId(Either.forRight(0L));
    error.setError(new ResponseError(-5, "no", null));
    questions.answer(connection, error);
    questions.answer(connection, result(1, "{\"text\":5}"));
    workers.runAll();
    assertThat(refused.answer()).isCompletedWithValue(new ClientAnswer.Refused<>(-5, "no"));
    assertThat(garbled.answer())
        .isCompletedWithValue(
            new ClientAnswer.Undecodable<>("invalid type: integer `5`, expected a string"));
  }

  @Test
  void ofTwoClientsTheFirstDecisionCounts() {
    Wire second = new Wire();
    connection.open(handshake(true));
    second.connection.open(handshake(true));
    ClientRequest<Text> request = questions.hold(ASK, new Question("a", null), true);
    request.sendTo(connection);
    request.sendTo(second.connection);
    questions.answer(connection, result(0, "{\"text\":5}")); // no decision
    workers.runAll();
    assertThat(request.answer()).isNotDone();
    questions.answer(second.connection, result(0, "{\"text\":\"yes\"}"));
    questions.answer(connection, result(0, "{\"text\":\"no\"}"));
    workers.runAll();
    assertThat(request.answer()).isCompletedWithValue(new ClientAnswer.Answered<>(new Text("yes")));
  }

  @Test
  void theFirstAnswerToComeCountsWhicheverWorkerIsFaster() {
    connection.open(handshake(true));
    ClientRequest<Text> request = ask(ASK, new Question("a", null), List.of(connection));
    questions.answer(connection, result(0, "{\"text\":\"first\"}"));
    questions.answer(connection, result(0, "{\"text\":\"second\"}"));
    workers.runNewest();
    workers.runNewest();
    assertThat(request.answer())
        .isCompletedWithValue(new ClientAnswer.Answered<>(new Text("first")));
  }

  @Test
  void answersToNothingAreIgnored() {
    Wire stranger = new Wire();
    connection.open(handshake(true));
    ClientRequest<Text> request = ask(ASK, new Question("a", null), List.of(connection));
    questions.answer(connection, result(99, "{\"text\":\"x\"}"));
    questions.answer(stranger.connection, result(0, "{\"text\":\"x\"}"));
    ResponseMessage named = result(0, "{\"text\":\"x\"}");
    named.setRawId(Either.forLeft("0"));
    questions.answer(connection, named);
    workers.runAll();
    assertThat(request.answer()).isNotDone();
  }

  @Test
  void aQuestionIsAskedAgainUnderTheSameIdUntilItIsAnswered() {
    connection.open(handshake(true));
    ClientRequest<Text> request = ask(ASK, new Question("a", null), List.of(connection));
    request.sendTo(connection);
    assertThat(wire.lines()).hasSize(2);
    assertThat(wire.lines().get(0)).isEqualTo(wire.lines().get(1));
    assertThat(request.cancel()).isTrue();
    request.sendTo(connection);
    assertThat(wire.lines()).hasSize(2);
    workers.runAll();
    assertThat(request.answer()).isCompletedWithValue(new ClientAnswer.Cancelled<>());
  }

  @Test
  void aClientWithoutTheCapabilityIsNotAskedAnExperimentalQuestion() {
    connection.open(handshake(false));
    ClientRequest<Text> request =
        ask(EXPERIMENTAL_ASK, new Question("a", null), List.of(connection));
    questions.answer(connection, result(0, "{\"text\":\"never asked\"}"));
    workers.runAll();
    assertThat(request.answer()).isNotDone();
    assertThat(wire.lines()).isEmpty();
  }

  @Test
  void stableClientsDoNotSeeExperimentalMembersOfAQuestion() {
    Wire experimental = new Wire();
    connection.open(handshake(false));
    experimental.connection.open(handshake(true));
    ask(ASK, new Question("a", "b"), List.of(connection, experimental.connection));
    assertThat(wire.json(0).getAsJsonObject("params").keySet()).containsExactly("text");
    assertThat(experimental.json(0).getAsJsonObject("params").keySet())
        .containsExactly("text", "more");
  }

  @Test
  void broadcastsReachEveryClientWhoseHandshakeIsOver() {
    Wire second = new Wire();
    ClientConnections all = new ClientConnections();
    all.add(connection);
    all.add(second.connection);
    connection.open(handshake(false));
    all.broadcast(STABLE, new Text("one"));
    second.connection.open(handshake(false));
    all.broadcast("t", STABLE, new Text("two"));
    all.remove(connection);
    all.broadcast(STABLE, new Text("three"));
    assertThat(wire.lines()).hasSize(2);
    assertThat(second.lines()).hasSize(2);
    assertThat(all.initialized()).containsExactly(second.connection);
  }

  private <P, R> ClientRequest<R> ask(
      RequestSpec<P, R> spec, P params, List<ClientConnection> clients) {
    ClientRequest<R> request = questions.hold(spec, params, false);
    clients.forEach(request::sendTo);
    return request;
  }

  private static Handshake handshake(boolean experimental, String... optOuts) {
    return new Handshake(new ClientInfo("test", null, "1"), experimental, Set.of(optOuts));
  }

  private static ResponseMessage result(long id, String json) {
    ResponseMessage response = new ResponseMessage();
    response.setRawId(Either.forRight(id));
    response.setResult(JsonParser.parseString(json));
    return response;
  }

  /** A connection and what came out of it. */
  private static final class Wire {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Outbox outbox = Outbox.open(bytes, 1 << 20, () -> 7L, () -> {});
    private final ClientConnection connection = new ClientConnection(outbox);

    List<String> lines() {
      CompletableFuture<Void> flushed = new CompletableFuture<>();
      ResponseMessage marker = new ResponseMessage();
      marker.setRawId(Either.forLeft("marker"));
      marker.setResult(null);
      outbox.send(marker, () -> flushed.complete(null));
      flushed.orTimeout(30, TimeUnit.SECONDS).join();
      return bytes
          .toString(StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.contains("marker"))
          .toList();
    }

    JsonObject json(int index) {
      return JsonParser.parseString(lines().get(index)).getAsJsonObject();
    }
  }

  /** Params or an answer. */
  record Text(String text) {}

  /** Params of a question, one of them experimental. */
  record Question(String text, @Experimental @OmitNull @Nullable String more) {}
}
