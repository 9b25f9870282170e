package dev.heddle.server.thread;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.v2.ClientInfo;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.ClientConnections;
import dev.heddle.server.connection.ClientRequest;
import dev.heddle.server.connection.ClientRequests;
import dev.heddle.server.connection.Handshake;
import dev.heddle.server.connection.Outbox;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThreadQuestionsTest {
  private static final RequestSpec<Text, Text> ASK =
      new RequestSpec<>("ask", Text.class, Text.class, false);
  private static final String THREAD = "t";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Outbox outbox = Outbox.open(bytes, 1 << 20, () -> 7L, () -> {});
  private final ClientConnection client = new ClientConnection(outbox);
  private final ThreadQuestions questions =
      new ThreadQuestions(
          new ClientRequests(Runnable::run), new ThreadEvents(new ClientConnections()));

  ThreadQuestionsTest() {
    client.open(new Handshake(new ClientInfo("test", null, "1"), true, Set.of()));
  }

  @Test
  void whoComesBetweenAQuestionsPreparationAndItsAskingIsAskedOnce() throws Exception {
    ClientRequest<Text> request = questions.prepare(ASK, new Text("really?"));
    Runnable openQuestions = questions.subscribe(THREAD, client);
    openQuestions.run();
    questions.ask(THREAD, request);
    assertThat(askedIds()).containsExactly(0L);
  }

  @Test
  void whoSubscribesJustBeforeAQuestionIsAskedOnce() throws Exception {
    ClientRequest<Text> request = questions.prepare(ASK, new Text("really?"));
    Runnable openQuestions = questions.subscribe(THREAD, client);
    questions.ask(THREAD, request);
    openQuestions.run();
    assertThat(askedIds()).containsExactly(0L);
  }

  @Test
  void whoComesLaterIsAskedWhatIsOpenInOrder() throws Exception {
    questions.ask(THREAD, questions.prepare(ASK, new Text("one")));
    ClientRequest<Text> over = questions.prepare(ASK, new Text("two"));
    questions.ask(THREAD, over);
    questions.ask(THREAD, questions.prepareDecision(ASK, new Text("three")));
    questions.ask("another", questions.prepare(ASK, new Text("four")));
    over.cancel();
    questions.subscribe(THREAD, client).run();
    assertThat(askedIds()).containsExactly(0L, 2L);
  }

  @Test
  void aQuestionThatWasTakenBackBeforeItsAskingIsNotAsked() throws Exception {
    ClientRequest<Text> request = questions.prepare(ASK, new Text("really?"));
    request.cancel();
    questions.ask(THREAD, request);
    questions.subscribe(THREAD, client).run();
    assertThat(askedIds()).isEmpty();
  }

  private List<Long> askedIds() throws InterruptedException {
    assertThat(outbox.close(Duration.ofSeconds(30))).isTrue();
    return bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject().get("id").getAsLong())
        .toList();
  }

  /** Params or an answer. */
  record Text(String text) {}
}
