package dev.heddle.server.turn;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ServerRequestResolvedNotification;
import dev.heddle.protocol.v2.ServerRequests;
import dev.heddle.protocol.v2.ThreadActiveFlag;
import dev.heddle.protocol.v2.ThreadStatusChangedNotification;
import dev.heddle.protocol.v2.WarningNotification;
import dev.heddle.server.connection.ClientAnswer;
import dev.heddle.server.connection.ClientRequest;
import dev.heddle.server.model.Cancellation;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.ToolItem;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One call of the model in its turn: what its tool may do, and its single answer.
 *
 * <p><b>Thread-safety:</b> the turn's thread; items may be completed on others.
 */
final class CallScope implements ToolScope {
  private final TurnScope scope;
  private final JsonObject call;
  private final Consumer<Runnable> afterEnd;
  private final List<CallItem> items = new ArrayList<>();
  private final AtomicBoolean answered = new AtomicBoolean();

  /**
   * A call that is about to be carried out.
   *
   * @param afterEnd takes what clients are told after the end of the turn
   */
  CallScope(TurnScope scope, JsonObject call, Consumer<Runnable> afterEnd) {
    this.scope = scope;
    this.call = call;
    this.afterEnd = afterEnd;
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
    CallItem begun = new CallItem(scope, item, this::outputRecords);
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
    scope.toAll(
        ServerNotifications.THREAD_STATUS_CHANGED,
        new ThreadStatusChangedNotification(threadId(), scope.thread().status()));
  }

  @Override
  public <P, R> ClientAnswer<R> ask(RequestSpec<P, R> spec, P params) throws CancelledException {
    ClientRequest<R> request = scope.questions().ask(threadId(), spec, params);
    Runnable tellResolved =
        () -> {
          if (!spec.equals(ServerRequests.ITEM_TOOL_CALL)) {
            JsonElement id = new JsonPrimitive(request.id());
            tell(
                ServerNotifications.SERVER_REQUEST_RESOLVED,
                new ServerRequestResolvedNotification(threadId(), id));
          }
        };
    ClientAnswer<R> answer;
    try (var cancelled = cancellation().onCancel(request::cancel)) {
      answer = request.answer().join();
    }
    if (cancellation().isCancelled()) {
      afterEnd.accept(tellResolved);
      throw new CancelledException();
    }
    tellResolved.run();
    return answer;
  }

  /** The records of the call's output; none when it was answered before. */
  private List<RolloutRecord> outputRecords(ToolOutput output) {
    return answered.compareAndSet(false, true)
        ? List.of(scope.responseItem(ToolCalls.output(call, output)))
        : List.of();
  }

  /** The tool has returned; this is recorded, unless it was before, and items it left open end. */
  void end(ToolOutput output) {
    items.forEach(CallItem::breakOff);
    outputRecords(output).forEach(scope::record);
  }
}
