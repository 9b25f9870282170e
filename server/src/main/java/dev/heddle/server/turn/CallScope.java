package dev.heddle.server.turn;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ServerRequestResolvedNotification;
import dev.heddle.protocol.v2.ServerRequests;
import dev.heddle.protocol.v2.ThreadActiveFlag;
import dev.heddle.protocol.v2.WarningNotification;
import dev.heddle.server.connection.ClientAnswer;
import dev.heddle.server.connection.ClientRequest;
import dev.heddle.server.model.Cancellation;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.ToolItem;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One call of the model in its turn: what its tool may do, and its single answer.
 *
 * <p><b>Thread-safety:</b> the turn's thread; items may be completed on others.
 */
final class CallScope implements ToolScope {
  private final TurnScope scope;
  private final JsonObject call;
  private final TurnTools tools;
  private final List<CallItem> items = new ArrayList<>();
  private final AtomicBoolean answered = new AtomicBoolean();

  /** A call that is about to be carried out. */
  CallScope(TurnScope scope, JsonObject call, TurnTools tools) {
    this.scope = scope;
    this.call = call;
    this.tools = tools;
  }

  @Override
  public String threadId() {
    return scope.threadId();
  }

  @Override
  public String turnId() {
    return scope.turnId();
  }

  @Override
  public TurnSettings settings() {
    return scope.settings();
  }

  @Override
  public Clock clock() {
    return scope.clock();
  }

  @Override
  public Cancellation cancellation() {
    return scope.turn().cancellation();
  }

  @Override
  public <P> void tell(NotificationSpec<P> spec, P params) {
    scope.toSubscribers(spec, params);
  }

  @Override
  public void record(List<RolloutRecord> records) {
    scope.record(records);
  }

  @Override
  public void warn(String message) {
    tell(ServerNotifications.WARNING, new WarningNotification(threadId(), message));
  }

  @Override
  public ToolItem begin(JsonObject item) {
    CallItem begun = new CallItem(scope, item, this::goesOn, this::outputRecords);
    items.add(begun);
    return begun;
  }

  @Override
  public Waiting waiting(ThreadActiveFlag flag) {
    AtomicBoolean set = new AtomicBoolean(true);
    scope.turn().waitFor(flag);
    tellStatus();
    return () -> {
      if (set.compareAndSet(true, false)) {
        scope.turn().goOn(flag);
        if (!cancellation().isCancelled()) {
          tellStatus(); // a turn that stops tells its status once, at its end
        }
      }
    };
  }

  private void tellStatus() {
    scope.statusChanged(scope.thread().status());
  }

  private void goesOn(CallItem item) {
    items.remove(item);
    tools.goesOn(item);
  }

  @Override
  public void stopTurn() {
    cancellation().cancel();
  }

  @Override
  public <P, R> ClientAnswer<R> ask(RequestSpec<P, R> spec, P params) throws CancelledException {
    return await(scope.questions().prepare(spec, params), spec, params, Duration.ZERO);
  }

  @Override
  public <P, R> ClientAnswer<R> askForDecision(RequestSpec<P, R> spec, P params, Duration patience)
      throws CancelledException {
    return await(scope.questions().prepareDecision(spec, params), spec, params, patience);
  }

  private <P, R> ClientAnswer<R> await(
      ClientRequest<R> request, RequestSpec<P, R> spec, P params, Duration patience)
      throws CancelledException {
    journal(request, params, null);
    scope.items().awaitStored();
    scope.questions().ask(threadId(), request);
    CompletableFuture<Void> over = request.answer().thenAccept(answer -> {});
    if (!patience.isZero()) {
      over.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
    }
    try (var cancelled = cancellation().onCancel(request::cancel)) {
      over.join();
    }
    request.cancel(); // the time is over, if it was not answered
    ClientAnswer<R> answer = request.answer().join();
    journal(request, params, answer);
    Runnable tellResolved =
        () -> {
          if (!spec.equals(ServerRequests.ITEM_TOOL_CALL)) {
            JsonElement id = new JsonPrimitive(request.id());
            tell(
                ServerNotifications.SERVER_REQUEST_RESOLVED,
                new ServerRequestResolvedNotification(threadId(), id));
          }
        };
    if (cancellation().isCancelled()) {
      tools.afterEnd(tellResolved);
      throw new CancelledException();
    }
    tellResolved.run();
    return answer;
  }

  private void journal(ClientRequest<?> request, Object params, @Nullable ClientAnswer<?> answer) {
    String outcome =
        answer == null
            ? "asked"
            : answer instanceof ClientAnswer.Answered<?> ? "answered" : "taken_back";
    scope.record(
        Records.clientRequest(
            clock().instant(),
            turnId(),
            request.id(),
            request.method(),
            outcome,
            answer instanceof ClientAnswer.Answered<?> given
                ? WireJson.toTree(given.result())
                : WireJson.toTree(params)));
  }

  /** The records of the call's output; none when it was answered before. */
  private List<RolloutRecord> outputRecords(ToolOutput output) {
    return answered.compareAndSet(false, true)
        ? List.of(scope.responseItem(ToolCalls.output(call, output)))
        : List.of();
  }

  /** The tool has returned; this is recorded, unless it was before, and items it left open end. */
  void end(ToolOutput output) {
    closeItems();
    outputRecords(output).forEach(scope::record);
  }

  /** What was left open ends. */
  void closeItems() {
    items.forEach(CallItem::breakOff);
  }
}
