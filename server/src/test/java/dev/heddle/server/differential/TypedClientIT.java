package dev.heddle.server.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.protocol.rpc.NoParams;
import dev.heddle.protocol.rpc.RpcClient;
import dev.heddle.protocol.rpc.RpcClientListener;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.rpc.ServerProcess;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.rpc.WireTap;
import dev.heddle.protocol.v2.ClientInfo;
import dev.heddle.protocol.v2.ClientNotifications;
import dev.heddle.protocol.v2.InitializeMethod;
import dev.heddle.protocol.v2.InitializeParams;
import dev.heddle.protocol.v2.ItemCompletedNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadItem;
import dev.heddle.protocol.v2.ThreadListParams;
import dev.heddle.protocol.v2.ThreadMethods;
import dev.heddle.protocol.v2.ThreadReadParams;
import dev.heddle.protocol.v2.ThreadStartParams;
import dev.heddle.protocol.v2.TurnCompletedNotification;
import dev.heddle.protocol.v2.TurnMethods;
import dev.heddle.protocol.v2.TurnStartParams;
import dev.heddle.protocol.v2.TurnStatus;
import dev.heddle.protocol.v2.UserInput;
import dev.heddle.server.AppServer;
import dev.heddle.server.ServerOptions;
import dev.heddle.server.conform.stage.ConfigFile;
import dev.heddle.server.conform.stage.MockModel;
import dev.heddle.server.conform.stage.ModelAnswer;
import dev.heddle.server.testkit.BytePipe;
import dev.heddle.server.testkit.WireWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The typed client of {@code protocol} in the same conversation with Heddle as a subprocess, with
 * Heddle in this JVM, and with Codex.
 */
@Timeout(180)
class TypedClientIT {
  private static final Duration END = Duration.ofSeconds(20);
  private static final int PIPE_BYTES = 64 << 10;

  @TempDir Path folder;

  @Test
  void itTalksToHeddleAsASubprocess() throws Exception {
    List<String> command = new ArrayList<>(ServerCommand.ours().command());
    command.addAll(List.of("--home", folder.toString()));
    talkTo(new ProcessBuilder(command), WireWatch.tap(), "You said");
  }

  @Test
  void itTalksToCodexAsASubprocess() throws Exception {
    ServerCommand codex = Peer.findOrSkip();
    try (MockModel model = new MockModel()) {
      model.add(ModelAnswer.parse("say \"Hello from the mock\""));
      new ConfigFile().write(folder, model.baseUrl());
      ProcessBuilder process = new ProcessBuilder(codex.command());
      process.environment().put("CODEX_HOME", folder.toString());
      process.environment().put("HOME", Files.createDirectory(folder.resolve("user")).toString());
      process.redirectError(folder.resolve("errors.txt").toFile());
      talkTo(process, WireTap.NONE, "Hello from the mock");
    }
  }

  private static void talkTo(ProcessBuilder command, WireTap tap, String expected)
      throws Exception {
    Inbox inbox = new Inbox();
    try (ServerProcess server = ServerProcess.start(command, inbox, tap)) {
      converse(server.client(), inbox, expected);
      assertThat(server.end(END)).isZero();
      assertThat(inbox.faults).isEmpty();
    }
  }

  @Test
  void twoServersInThisProcessDoNotMeet() throws Exception {
    InProcess one = new InProcess(folder.resolve("one"));
    InProcess other = new InProcess(folder.resolve("other"));
    String first = converse(one.client, one.inbox, "You said");
    one.end();
    // The other does not know of the first one's thread, and goes on when that has ended.
    String second = converse(other.client, other.inbox, "You said");
    assertThat(get(other.client.request(ThreadMethods.THREAD_LIST, ThreadListParams.none())).data())
        .singleElement()
        .satisfies(thread -> assertThat(thread.id()).isEqualTo(second).isNotEqualTo(first));
    other.end();
  }

  /** Returns the id of the thread. */
  private static String converse(RpcClient client, Inbox inbox, String expected) throws Exception {
    String userAgent =
        get(client.request(
                InitializeMethod.SPEC,
                new InitializeParams(new ClientInfo("java-test", null, "1.0"), null)))
            .userAgent();
    assertThat(userAgent).startsWith("java-test/");
    client.notify(ClientNotifications.INITIALIZED, new NoParams());

    String threadId =
        get(client.request(ThreadMethods.THREAD_START, ThreadStartParams.defaults())).thread().id();
    TurnStartParams turn =
        TurnStartParams.of(threadId, List.of(new UserInput.Text("hello from java")));
    String turnId = get(client.request(TurnMethods.TURN_START, turn)).turn().id();
    TurnCompletedNotification completed = inbox.completed.poll(END.toSeconds(), TimeUnit.SECONDS);
    assertThat(completed).isNotNull();
    assertThat(completed.turn().id()).isEqualTo(turnId);
    assertThat(completed.turn().status()).isEqualTo(TurnStatus.COMPLETED);
    assertThat(inbox.messages).singleElement().asString().contains(expected);

    List<ThreadItem> items =
        get(client.request(ThreadMethods.THREAD_READ, new ThreadReadParams(threadId, true)))
            .thread()
            .turns()
            .getFirst()
            .items();
    assertThat(items).hasAtLeastOneElementOfType(ThreadItem.UserMessage.class);
    assertThat(items).hasAtLeastOneElementOfType(ThreadItem.AgentMessage.class);

    ThreadReadParams unknown = new ThreadReadParams("00000000-0000-7000-8000-000000000000", false);
    assertThatThrownBy(() -> get(client.request(ThreadMethods.THREAD_READ, unknown)))
        .hasCauseInstanceOf(ResponseErrorException.class);
    return threadId;
  }

  private static <T> T get(CompletableFuture<T> answer) throws Exception {
    return answer.get(END.toSeconds(), TimeUnit.SECONDS);
  }

  /** What the server said by itself. */
  private static final class Inbox implements RpcClientListener {
    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<RpcException> faults = new CopyOnWriteArrayList<>();
    final BlockingQueue<TurnCompletedNotification> completed = new LinkedBlockingQueue<>();

    @Override
    public void notified(NotificationMessage notification) {
      if (notification.getMethod().equals(ServerNotifications.ITEM_COMPLETED.name())) {
        ItemCompletedNotification item =
            WireJson.decodeParams(notification.getParams(), ItemCompletedNotification.class);
        if (item.item() instanceof ThreadItem.AgentMessage message) {
          messages.add(message.text());
        }
      } else if (notification.getMethod().equals(ServerNotifications.TURN_COMPLETED.name())) {
        completed.add(
            WireJson.decodeParams(notification.getParams(), TurnCompletedNotification.class));
      }
    }

    @Override
    public void misread(RpcException fault) {
      faults.add(fault);
    }
  }

  /** A server of this JVM at the end of two pipes. */
  private static final class InProcess {
    final Inbox inbox = new Inbox();
    final RpcClient client;
    private final Thread serving;

    InProcess(Path home) {
      BytePipe input = new BytePipe(PIPE_BYTES);
      BytePipe output = new BytePipe(PIPE_BYTES);
      AppServer server = new AppServer(input.source(), output.sink(), ServerOptions.in(home));
      serving = new Thread(() -> serve(server, output), "test-server");
      serving.start();
      client = RpcClient.open(output.source(), input.sink(), inbox, WireWatch.tap());
    }

    private static void serve(AppServer server, BytePipe output) {
      try (OutputStream end = output.sink()) {
        server.run();
      } catch (InterruptedException | IOException e) {
        throw new IllegalStateException(e);
      }
    }

    void end() throws Exception {
      client.close();
      get(client.ended());
      serving.join(END.toMillis());
      assertThat(serving.isAlive()).isFalse();
      assertThat(inbox.faults).isEmpty();
    }
  }
}
