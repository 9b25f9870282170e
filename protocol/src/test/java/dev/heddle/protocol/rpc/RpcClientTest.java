package dev.heddle.protocol.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import dev.heddle.protocol.v2.ClientNotifications;
import dev.heddle.protocol.v2.ThreadListParams;
import dev.heddle.protocol.v2.ThreadMethods;
import dev.heddle.protocol.v2.ThreadSetNameParams;
import dev.heddle.protocol.v2.ThreadSetNameResponse;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RpcClientTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> wire = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Object> question = new CompletableFuture<>();

  private PipedOutputStream server;
  private BufferedReader atServer;
  private RpcClient client;

  @BeforeEach
  void connect() throws IOException {
    server = new PipedOutputStream();
    PipedOutputStream toServer = new PipedOutputStream();
    atServer =
        new BufferedReader(
            new InputStreamReader(new PipedInputStream(toServer), StandardCharsets.UTF_8));
    client =
        RpcClient.open(new PipedInputStream(server), toServer, new Recording(), new Recorder());
  }

  @Test
  void requestsAreTypedAndNumbered() throws Exception {
    CompletableFuture<ThreadSetNameResponse> first = setName("a");
    CompletableFuture<ThreadSetNameResponse> second = setName("b");

    assertThat(atServer.readLine())
        .isEqualTo(
            "{\"method\":\"thread/name/set\",\"id\":1,\"params\":{\"threadId\":\"t\",\"name\":\"a\"}}");
    assertThat(atServer.readLine()).contains("\"id\":2");
    serverSays("{\"id\":2,\"result\":{}}", "{\"id\":1,\"result\":{}}");
    assertThat(second.get()).isEqualTo(new ThreadSetNameResponse());
    assertThat(first.get()).isEqualTo(new ThreadSetNameResponse());
  }

  @Test
  void paramsThatSayNothingAreNotSent() throws Exception {
    ignore(client.request(ThreadMethods.THREAD_LIST, ThreadListParams.none()));

    assertThat(atServer.readLine())
        .isEqualTo("{\"method\":\"thread/list\",\"id\":1,\"params\":{}}");
    client.notify(ClientNotifications.INITIALIZED, new NoParams());
    assertThat(atServer.readLine()).isEqualTo("{\"method\":\"initialized\"}");
  }

  @Test
  void untypedRequestsCarryAnyJson() throws Exception {
    CompletableFuture<JsonElement> answer = client.request("x/y", WireJson.parse("[1,null]"));

    assertThat(atServer.readLine()).isEqualTo("{\"method\":\"x/y\",\"id\":1,\"params\":[1,null]}");
    serverSays("{\"id\":1,\"result\":{\"n\":12345678901234567890}}");
    assertThat(answer.get()).hasToString("{\"n\":12345678901234567890}");
  }

  @Test
  void refusalsKeepCodeMessageAndData() throws Exception {
    CompletableFuture<ThreadSetNameResponse> answer = setName("a");

    serverSays(
        "{\"id\":1,\"error\":{\"code\":-32600,\"message\":\"no\",\"data\":{\"kind\":\"x\"}}}");
    assertThatThrownBy(answer::get)
        .cause()
        .isInstanceOfSatisfying(
            ResponseErrorException.class,
            refusal -> {
              assertThat(refusal.getResponseError().getCode()).isEqualTo(-32600);
              assertThat(refusal.getResponseError().getMessage()).isEqualTo("no");
              assertThat(refusal.getResponseError().getData()).hasToString("{\"kind\":\"x\"}");
            });
  }

  @Test
  void anAnswerOfAnotherFormFailsItsRequestOnly() throws Exception {
    CompletableFuture<ThreadSetNameResponse> bad = setName("a");
    CompletableFuture<ThreadSetNameResponse> good = setName("b");

    serverSays("{\"id\":1,\"result\":7}", "{\"id\":2,\"result\":{}}");
    assertThat(good.get()).isNotNull();
    assertThatThrownBy(bad::get).hasCauseInstanceOf(DecodeException.class);
  }

  @Test
  void anAnswerIsThereBeforeTheNotificationAfterIt() throws Exception {
    setName("a").thenAccept(done -> heard.add("answer"));

    serverSays("{\"method\":\"n1\"}", "{\"id\":1,\"result\":{}}", "{\"method\":\"n2\"}");
    endServer();
    assertThat(heard).containsExactly("n1 null", "answer", "n2 null", "ended");
  }

  @Test
  void questionsOfTheServerAreAnsweredWhenTheListenerKnows() throws Exception {
    serverSays("{\"id\":0,\"method\":\"ask\",\"params\":{}}", "{\"method\":\"later\"}");
    question.complete(new ThreadSetNameParams("t", "n"));

    assertThat(atServer.readLine())
        .isEqualTo("{\"id\":0,\"result\":{\"threadId\":\"t\",\"name\":\"n\"}}");
    assertThat(heard).startsWith("ask");
  }

  @Test
  void questionsWithoutAnAnswerAreRefused() throws Exception {
    question.completeExceptionally(new IllegalStateException("secret"));
    serverSays("{\"id\":\"q\",\"method\":\"ask\"}", "{\"id\":8,\"method\":\"unknown\"}");

    assertThat(atServer.readLine())
        .contains("\"code\":-32603", "The client failed to answer", "\"id\":\"q\"")
        .doesNotContain("secret");
    assertThat(atServer.readLine())
        .contains("\"code\":-32601", "This client does not answer unknown", "\"id\":8");
  }

  @Test
  void badLinesAndFailingListenersCostOneLineEach() throws Exception {
    CompletableFuture<ThreadSetNameResponse> answer = setName("a");

    serverSays("not json", "{\"method\":\"throw\"}", "{\"id\":99,\"result\":{}}");
    serverSays("{\"id\":1,\"result\":{}}");
    assertThat(answer.get()).isNotNull();
    assertThat(heard).hasSize(3);
    assertThat(heard.get(0)).startsWith("misread Parse error");
    assertThat(heard.subList(1, 3)).containsExactly("throw null", "misread Internal error");
  }

  @Test
  void theEndFailsWhatIsOpenAndWhatComesAfter() throws Exception {
    CompletableFuture<ThreadSetNameResponse> before = setName("a");

    endServer();
    assertThatThrownBy(before::get)
        .hasRootCauseInstanceOf(EOFException.class)
        .hasMessageContaining("before thread/name/set was answered");
    assertThatThrownBy(() -> setName("b").get()).isInstanceOf(ExecutionException.class);
    assertThat(heard).containsExactly("ended");
  }

  @Test
  void aRequestThatCannotBeWrittenFails() {
    client.close();

    assertThatThrownBy(() -> setName("a").get()).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void closingEndsTheServersInputAndLeavesItsOutput() throws Exception {
    CompletableFuture<ThreadSetNameResponse> answer = setName("a");

    client.close();
    assertThat(atServer.readLine()).contains("thread/name/set");
    assertThat(atServer.readLine()).isNull();
    serverSays("{\"id\":1,\"result\":{}}");
    assertThat(answer.get()).isNotNull();
  }

  @Test
  void anAbandonedRequestIgnoresItsAnswer() throws Exception {
    setName("a").cancel(false);
    CompletableFuture<ThreadSetNameResponse> next = setName("b");

    serverSays("{\"id\":1,\"result\":{}}", "{\"id\":2,\"result\":{}}");
    assertThat(next.get()).isNotNull();
    assertThat(heard).isEmpty();
  }

  @Test
  void theTapSeesEveryLineAsItIsOnTheWire() throws Exception {
    CompletableFuture<ThreadSetNameResponse> answer = setName("ü");
    serverSays("", "oops", "{\"id\":1, \"result\":{}}");
    assertThat(answer.get()).isNotNull();
    server.write("{\"cut".getBytes(StandardCharsets.UTF_8));
    endServer();

    assertThat(wire)
        .containsExactly(
            "> {\"method\":\"thread/name/set\",\"id\":1,\"params\":{\"threadId\":\"t\",\"name\":\"ü\"}}",
            "< ",
            "< oops",
            "< {\"id\":1, \"result\":{}}",
            "< {\"cut");
  }

  private CompletableFuture<ThreadSetNameResponse> setName(String name) {
    return client.request(ThreadMethods.THREAD_NAME_SET, new ThreadSetNameParams("t", name));
  }

  private void serverSays(String... lines) throws IOException {
    for (String line : lines) {
      server.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    server.flush();
  }

  private void endServer() throws Exception {
    server.close();
    client.ended().get(20, TimeUnit.SECONDS);
  }

  private static void ignore(CompletableFuture<?> answer) {
    assertThat(answer).isNotDone();
  }

  private final class Recording implements RpcClientListener {
    @Override
    public void notified(NotificationMessage notification) {
      heard.add(notification.getMethod() + " " + notification.getParams());
      if (notification.getMethod().equals("throw")) {
        throw new IllegalStateException("listener");
      }
    }

    @Override
    public CompletionStage<?> requested(RequestMessage request) {
      if (!request.getMethod().equals("ask")) {
        return RpcClientListener.super.requested(request);
      }
      heard.add("ask");
      return question;
    }

    @Override
    public void misread(RpcException fault) {
      heard.add("misread " + fault.message());
    }

    @Override
    public void ended() {
      heard.add("ended");
    }
  }

  private final class Recorder implements WireTap {
    @Override
    public void sent(String line) {
      wire.add("> " + line);
    }

    @Override
    public void received(String line) {
      wire.add("< " + line);
    }
  }
}
