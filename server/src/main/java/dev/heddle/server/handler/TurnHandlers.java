package dev.heddle.server.handler;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadSettingsUpdatedNotification;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.TurnInterruptParams;
import dev.heddle.protocol.v2.TurnInterruptResponse;
import dev.heddle.protocol.v2.TurnStartParams;
import dev.heddle.protocol.v2.TurnStartResponse;
import dev.heddle.protocol.v2.TurnSteerParams;
import dev.heddle.protocol.v2.TurnSteerResponse;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.thread.ActiveTurn;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.SentMessages;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.thread.TurnCause;
import dev.heddle.server.thread.TurnInput;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.turn.TurnEngine;
import dev.heddle.server.turn.TurnRefusals;
import org.jspecify.annotations.Nullable;

/** The requests that start, steer and interrupt turns. */
public final class TurnHandlers {
  private final ThreadAccess threads;
  private final ThreadEvents events;
  private final SettingsResolver settings;
  private final TurnEngine engine;
  private final StartedTurns startedTurns;
  private final RepeatedSends sends;
  private final ClientContexts contexts = new ClientContexts();

  TurnHandlers(
      ThreadAccess threads,
      ThreadEvents events,
      SettingsResolver settings,
      TurnEngine engine,
      StartedTurns startedTurns,
      RepeatedSends sends) {
    this.threads = threads;
    this.events = events;
    this.settings = settings;
    this.engine = engine;
    this.startedTurns = startedTurns;
    this.sends = sends;
  }

  /**
   * {@code turn/start}; a turn that runs already takes the input. A message that was sent before is
   * answered with the turn that took it, and changes nothing.
   */
  public Reply<TurnStartResponse> start(TurnStartParams params, RequestContext context) {
    LiveThread live = threads.loaded(params.threadId());
    if (params.toolOutput() != null) {
      throw RpcException.unsupported("turn/start.toolOutput").onThread(live.threadId());
    }
    InputChecks.check(params.input());
    ClientContexts.check(params.additionalContext());
    TurnInput input =
        new TurnInput(
            params.input(),
            params.clientUserMessageId(),
            contexts.news(live, params.additionalContext()));
    SentMessages.Sent sent = sends.find(live, input);
    if (sent != null) {
      return Reply.of(new TurnStartResponse(sends.turn(live, sent)));
    }
    if (params.input().isEmpty() && live.activeTurn() != null) {
      throw RpcException.invalidRequest("input must not be empty");
    }
    TurnCause cause =
        new TurnCause(params.turnTrigger(), params.parentTurnId(), params.rootTurnId());
    JsonObject outputSchema = outputSchema(params.outputSchema());
    TurnSettings before = live.settings();
    TurnSettings next = settings.turn(before, params);
    live.settings(next);
    try {
      TurnEngine.Started started = engine.start(live, input, cause, outputSchema);
      return startedTurns.reply(
          started,
          () -> {
            startedTurns.store(live, started);
            contexts.taken(live, params.additionalContext());
            sends.note(live, input, started.turn());
            tellChange(live, before, next);
            ActiveTurn turn = started.turn();
            return Reply.of(new TurnStartResponse(Turn.accepted(turn.turnId(), turn.rootTurnId())))
                .orElse(() -> {
                  takeBack(live, input, before);
                  tellChange(live, next, before);
                });
          });
    } catch (RuntimeException | Error e) {
      takeBack(live, input, before);
      throw e;
    }
  }

  private void takeBack(LiveThread live, TurnInput input, TurnSettings before) {
    live.settings(before);
    engine.restoreSettings(live);
    forget(live, input);
  }

  private void forget(LiveThread live, TurnInput input) {
    sends.forget(live, input);
    contexts.forget(live);
  }

  private void tellChange(LiveThread live, TurnSettings before, TurnSettings next) {
    if (!next.equals(before)) {
      events.toSubscribers(
          live.threadId(),
          ServerNotifications.THREAD_SETTINGS_UPDATED,
          new ThreadSettingsUpdatedNotification(live.threadId(), ThreadViews.settings(next)));
    }
  }

  private static @Nullable JsonObject outputSchema(@Nullable JsonElement schema) {
    if (schema == null) {
      return null;
    }
    if (schema instanceof JsonObject object) {
      return object;
    }
    throw RpcException.invalidRequest("outputSchema must be a JSON Schema object");
  }

  /** {@code turn/steer}. */
  public Reply<TurnSteerResponse> steer(TurnSteerParams params, RequestContext context) {
    LiveThread live = threads.loaded(params.threadId());
    String expected = params.expectedTurnId();
    if (expected.isEmpty()) {
      throw RpcException.invalidRequest("expectedTurnId must not be empty");
    }
    InputChecks.check(params.input());
    ClientContexts.check(params.additionalContext());
    TurnInput input =
        new TurnInput(
            params.input(),
            params.clientUserMessageId(),
            contexts.news(live, params.additionalContext()));
    SentMessages.Sent sent = sends.find(live, input);
    if (sent != null) {
      return Reply.of(new TurnSteerResponse(sent.turnId()));
    }
    ActiveTurn turn = live.activeTurn();
    if (turn == null) {
      throw noActiveTurn("steer");
    }
    if (!turn.turnId().equals(expected)) {
      throw RpcException.invalidRequest(
          ErrorKind.CONFLICT,
          "expected active turn id `" + expected + "` but found `" + turn.turnId() + "`");
    }
    if (turn.fixedKind() != null) {
      throw TurnRefusals.notSteerable(turn.fixedKind());
    }
    if (params.input().isEmpty()) {
      throw RpcException.invalidRequest("input must not be empty");
    }
    Runnable drop =
        () -> {
          turn.expectedIsOver();
          forget(live, input);
        };
    if (!turn.expectInput()) {
      throw noActiveTurn("steer"); // it ended a moment ago
    }
    try {
      if (params.additionalContext() != null) {
        contexts.taken(live, params.additionalContext());
      }
      sends.note(live, input, turn);
      return Reply.of(new TurnSteerResponse(turn.turnId()))
          .andThen(() -> turn.add(input))
          .orElse(drop);
    } catch (RuntimeException | Error e) {
      drop.run();
      throw e;
    }
  }

  /** {@code turn/interrupt}; the answer comes when the turn's end is recorded. */
  public Reply<TurnInterruptResponse> interrupt(
      TurnInterruptParams params, RequestContext context) {
    LiveThread live = threads.loaded(params.threadId());
    ActiveTurn turn = live.activeTurn();
    boolean any = params.turnId().isEmpty();
    if (turn == null) {
      if (any) {
        return Reply.of(new TurnInterruptResponse());
      }
      throw noActiveTurn("interrupt");
    }
    if (!any && !turn.turnId().equals(params.turnId())) {
      throw RpcException.invalidRequest(
          ErrorKind.CONFLICT,
          "expected active turn id " + params.turnId() + " but found " + turn.turnId());
    }
    Runnable announce = turn.interrupt().join();
    return Reply.of(new TurnInterruptResponse()).andThen(announce).orElse(announce);
  }

  private static RpcException noActiveTurn(String verb) {
    return RpcException.invalidRequest(ErrorKind.CONFLICT, "no active turn to " + verb);
  }
}
