package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.onThread;

import dev.heddle.protocol.rpc.MethodSpec;

/** Requests that begin turns and what runs in them, or end them. */
public final class TurnMethods {
  public static final MethodSpec<TurnStartParams, TurnStartResponse> TURN_START =
      onThread("turn/start", TurnStartParams.class, TurnStartResponse.class);

  public static final MethodSpec<TurnSteerParams, TurnSteerResponse> TURN_STEER =
      onThread("turn/steer", TurnSteerParams.class, TurnSteerResponse.class);

  public static final MethodSpec<TurnInterruptParams, TurnInterruptResponse> TURN_INTERRUPT =
      onThread("turn/interrupt", TurnInterruptParams.class, TurnInterruptResponse.class);

  public static final MethodSpec<ReviewStartParams, ReviewStartResponse> REVIEW_START =
      onThread("review/start", ReviewStartParams.class, ReviewStartResponse.class);

  public static final MethodSpec<ThreadShellCommandParams, ThreadShellCommandResponse>
      THREAD_SHELL_COMMAND =
          onThread(
              "thread/shellCommand",
              ThreadShellCommandParams.class,
              ThreadShellCommandResponse.class);

  public static final MethodSpec<ThreadCompactStartParams, ThreadCompactStartResponse>
      THREAD_COMPACT_START =
          onThread(
              "thread/compact/start",
              ThreadCompactStartParams.class,
              ThreadCompactStartResponse.class);

  public static final MethodSpec<
          ThreadBackgroundTerminalsCleanParams, ThreadBackgroundTerminalsCleanResponse>
      THREAD_BACKGROUND_TERMINALS_CLEAN =
          onThread(
                  "thread/backgroundTerminals/clean",
                  ThreadBackgroundTerminalsCleanParams.class,
                  ThreadBackgroundTerminalsCleanResponse.class)
              .gated();

  public static final MethodSpec<
          ThreadBackgroundTerminalsListParams, ThreadBackgroundTerminalsListResponse>
      THREAD_BACKGROUND_TERMINALS_LIST =
          onThread(
                  "thread/backgroundTerminals/list",
                  ThreadBackgroundTerminalsListParams.class,
                  ThreadBackgroundTerminalsListResponse.class)
              .gated();

  public static final MethodSpec<
          ThreadBackgroundTerminalsTerminateParams, ThreadBackgroundTerminalsTerminateResponse>
      THREAD_BACKGROUND_TERMINALS_TERMINATE =
          onThread(
                  "thread/backgroundTerminals/terminate",
                  ThreadBackgroundTerminalsTerminateParams.class,
                  ThreadBackgroundTerminalsTerminateResponse.class)
              .gated();

  private TurnMethods() {}
}
