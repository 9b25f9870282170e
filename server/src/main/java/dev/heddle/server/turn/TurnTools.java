package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.log.Log;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolSource;
import dev.heddle.server.tool.Toolbox;
import dev.heddle.server.tool.TurnTask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import org.jspecify.annotations.Nullable;

/**
 * The tools of one running turn: what the model is offered, and an output for every call it makes.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's runner; {@link #turnEnded} comes after it.
 */
final class TurnTools {
  private static final Log LOG = Log.of(TurnTools.class);

  private final TurnScope scope;
  private final List<ToolSource> sources;
  private final List<Runnable> afterEnd = new CopyOnWriteArrayList<>();
  private final List<CallItem> going = new CopyOnWriteArrayList<>();
  private final List<RolloutRecord> untold = new ArrayList<>(); // guarded by itself
  private final Phaser tasks = new Phaser(1); // the runner, and each task beside it
  private @Nullable Toolbox toolbox;

  TurnTools(TurnScope scope, List<ToolSource> sources) {
    this.scope = scope;
    this.sources = sources;
  }

  /**
   * What the model is offered.
   *
   * @throws ModelException when the turn cannot run without what some of them need
   */
  List<JsonObject> definitions() throws CancelledException, ModelException {
    Toolbox opened = toolbox;
    if (opened == null) {
      prepare();
      opened = Toolbox.open(sources, scope.thread(), scope.settings());
      toolbox = opened;
    }
    return opened.definitions();
  }

  private void prepare() throws CancelledException, ModelException {
    CallScope turn = callScope(new JsonObject());
    for (ToolSource source : sources) {
      try {
        source.prepare(scope.thread(), scope.settings(), turn);
      } catch (ToolFailedException e) {
        throw new ModelException(ModelException.Kind.OTHER, e.message(), null, false, null, null);
      }
    }
  }

  /** The model has answered; its calls come next. */
  void modelAnswered() {
    toolbox().modelAnswered(callScope(new JsonObject()));
  }

  /** Opened on the turn's own thread, when the model was first asked. */
  private Toolbox toolbox() {
    if (toolbox == null) {
      throw new IllegalStateException("the model was not asked");
    }
    return toolbox;
  }

  /** Carries out these calls, one after the other; those that a stop leaves over are aborted. */
  void answer(List<JsonObject> calls) throws CancelledException {
    int next = 0;
    try {
      while (next < calls.size()) {
        scope.turn().cancellation().check();
        answer(calls.get(next++));
      }
    } finally {
      abort(calls.subList(next, calls.size()));
    }
  }

  /** A call without an output would make the model's next request invalid. */
  void abort(List<JsonObject> calls) {
    for (JsonObject call : calls) {
      scope.record(scope.responseItem(ToolCalls.aborted(call)));
    }
  }

  private void answer(JsonObject item) throws CancelledException {
    ToolCall call = ToolCall.of(item);
    Tool tool = toolbox().find(call);
    CallScope run = callScope(item);
    if (tool == null) {
      run.end(ToolCalls.unknown(item));
      return;
    }
    try {
      run.end(tool.run(call, run));
    } catch (ToolFailedException e) {
      run.end(ToolOutput.failure(e.message()));
    } catch (CancelledException e) {
      run.end(ToolCalls.ABORTED);
      throw e;
    } catch (RuntimeException e) {
      LOG.error("tool " + call.name() + " failed", e);
      run.end(ToolCalls.BROKEN);
    } catch (Error e) {
      run.end(ToolCalls.BROKEN);
      throw e;
    }
  }

  private CallScope callScope(JsonObject item) {
    return new CallScope(scope, item, this);
  }

  /** Does what the user asked for, on this thread; the model is told at once. */
  void run(TurnTask task) throws CancelledException {
    carryOut(task);
    tellModel();
  }

  /**
   * Accepts a task that {@link #runBeside} will bring: until that is done the turn does not end by
   * itself, and takes input.
   *
   * @return false when the turn is ending
   */
  boolean expectTask() {
    if (!scope.turn().expectInput()) {
      return false;
    }
    if (tasks.register() < 0) { // a turn that failed takes input to its end
      scope.turn().expectedIsOver();
      return false;
    }
    return true;
  }

  /** Whether a task that was expected is not done. */
  boolean hasWorkBeside() {
    return tasks.getUnarrivedParties() > 1; // one is the runner
  }

  /** Does an expected task beside whatever the turn does. */
  void runBeside(TurnTask task) {
    try {
      carryOut(task);
    } catch (CancelledException e) {
      // The turn ends; so says its item.
    } finally {
      expectedTaskIsOver();
    }
  }

  /** An expected task is done, or will not come. */
  void expectedTaskIsOver() {
    scope.turn().expectedIsOver();
    tasks.arriveAndDeregister();
  }

  private void carryOut(TurnTask task) throws CancelledException {
    CallScope run = callScope(new JsonObject());
    try {
      List<JsonObject> told = task.run(run);
      synchronized (untold) {
        told.forEach(item -> untold.add(scope.responseItem(item)));
      }
    } catch (RuntimeException e) {
      LOG.error("what the user asked for failed", e);
    } finally {
      run.closeItems();
    }
  }

  /**
   * What was done beside the model becomes part of the thread's conversation, whatever the turn is
   * about, where no call is open.
   */
  void tellModel() {
    synchronized (untold) {
      if (!untold.isEmpty()) {
        scope.thread().record(List.copyOf(untold));
        untold.clear();
      }
    }
  }

  /** To be told to clients after the turn's end. */
  void afterEnd(Runnable telling) {
    afterEnd.add(telling);
  }

  /** The item's call is answered; it goes on. */
  void goesOn(CallItem item) {
    going.add(item);
  }

  /** The turn is about to end: nothing of it follows. */
  void turnEnds() {
    int running = tasks.arriveAndDeregister();
    if (running >= 0) {
      tasks.awaitAdvance(running);
    }
    tellModel();
    going.forEach(CallItem::breakOff);
    going.clear();
  }

  /** Clients have been told of the turn's end. */
  void turnEnded() {
    afterEnd.forEach(Runnable::run);
  }
}
