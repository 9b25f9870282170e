package dev.heddle.server.demo;

import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.NoParams;
import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.rpc.ServerProcess;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ItemCompletedNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadItem;
import dev.heddle.protocol.v2.ThreadStartedNotification;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.TurnMethods;
import dev.heddle.protocol.v2.TurnStartParams;
import dev.heddle.protocol.v2.TurnStatus;
import dev.heddle.protocol.v2.UserInput;
import dev.heddle.server.demo.Transcript.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.lsp4j.jsonrpc.JsonRpcException;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;

/**
 * One run of the server with this client: requests that wait for their answers, and turns that wait
 * for their end. Whatever does not come fails with a {@link DemoFailure}.
 *
 * <p><b>Thread-safety:</b> one thread.
 */
final class Session implements AutoCloseable {
  /** Generous: the demonstration also runs on machines that are busy. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Transcript transcript;
  private final ServerProcess server;

  private Session(Transcript transcript, ServerProcess server) {
    this.transcript = transcript;
    this.server = server;
  }

  /** Starts {@code command} in {@code directory}. */
  static Session start(List<String> command, Path directory, Narrator narrator) {
    Transcript transcript = new Transcript(narrator);
    try {
      return new Session(
          transcript,
          ServerProcess.start(
              new ProcessBuilder(command).directory(directory.toFile()), transcript, transcript));
    } catch (IOException e) {
      throw new DemoFailure("the server cannot be started: " + e.getMessage(), e);
    }
  }

  /** Asks and waits for the answer. */
  <P, R> R ask(MethodSpec<P, R> method, P params) throws InterruptedException {
    try {
      return server.client().request(method, params).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      String reason =
          e.getCause() instanceof ResponseErrorException refusal
              ? "was refused: " + refusal.getResponseError().getMessage()
              : "has no answer: " + Objects.requireNonNullElse(e.getCause(), e).getMessage();
      throw new DemoFailure(method.name() + " " + reason, e.getCause());
    } catch (TimeoutException e) {
      throw new DemoFailure(
          method.name() + " has no answer within " + LIMIT.toSeconds() + " seconds", e);
    }
  }

  /** Tells something that has no answer. */
  void tell(NotificationSpec<NoParams> notification) {
    try {
      server.client().notify(notification, new NoParams());
    } catch (JsonRpcException e) {
      throw new DemoFailure("the server no longer reads", e);
    }
  }

  /** Waits until the thread was announced to every client. */
  void awaitStarted(String threadId) throws InterruptedException {
    transcript.await(
        0,
        entry ->
            entry.isNotification(ServerNotifications.THREAD_STARTED.name())
                && params(entry, ThreadStartedNotification.class).thread().id().equals(threadId),
        "thread/started",
        LIMIT);
  }

  /** Waits for a notification about a thread, from the mark {@code from} on. */
  void await(int from, NotificationSpec<?> notification, String threadId)
      throws InterruptedException {
    transcript.await(
        from,
        entry ->
            entry.isNotification(notification.name())
                && threadId.equals(entry.text("params", "threadId")),
        notification.name(),
        LIMIT);
  }

  /** A mark for {@link #await}: now. */
  int now() {
    return transcript.size();
  }

  /** Says {@code text} on a thread and waits for the end of the turn. */
  Exchange turn(String threadId, String text) throws InterruptedException {
    int from = transcript.size();
    Turn begun =
        ask(TurnMethods.TURN_START, TurnStartParams.of(threadId, List.of(new UserInput.Text(text))))
            .turn();
    Entry end =
        transcript.await(
            from,
            entry ->
                entry.isNotification(ServerNotifications.TURN_COMPLETED.name())
                    && begun.id().equals(entry.text("params", "turn", "id")),
            "turn/completed",
            LIMIT);
    String status = end.text("params", "turn", "status");
    DemoFailure.unless(
        WireJson.wireName(TurnStatus.COMPLETED).equals(status),
        "the turn is " + status + ", not completed: " + end.message());
    Exchange exchange = new Exchange(begun.id(), text, answer(from, begun.id()));
    DemoFailure.unless(!exchange.answer().isBlank(), "the turn completed without an answer");
    return exchange;
  }

  /** Ends the server in order and checks all that it said. */
  int end() throws InterruptedException {
    try {
      int exitCode = server.end(LIMIT);
      DemoFailure.unless(exitCode == 0, "the server ended with exit code " + exitCode);
      transcript.requireReadable();
      OrderRules.check(transcript.entries());
      return transcript.size();
    } catch (TimeoutException e) {
      throw new DemoFailure("the server does not end when its input does", e);
    }
  }

  /** Kills the server if it still runs. */
  @Override
  public void close() {
    server.close();
  }

  /** What the agent said in a turn: its final text. */
  private String answer(int from, String turnId) {
    List<Entry> entries = transcript.entries();
    StringBuilder answer = new StringBuilder();
    for (Entry entry : entries.subList(from, entries.size())) {
      if (entry.isNotification(ServerNotifications.ITEM_COMPLETED.name())
          && turnId.equals(entry.text("params", "turnId"))
          && params(entry, ItemCompletedNotification.class).item()
              instanceof ThreadItem.AgentMessage message) {
        answer.append(message.text());
      }
    }
    return answer.toString();
  }

  private static <P> P params(Entry entry, Class<P> type) {
    try {
      return WireJson.decodeParams(entry.message().get("params"), type);
    } catch (DecodeException e) {
      throw new DemoFailure(e.getMessage() + " in " + entry.message(), e);
    }
  }
}
