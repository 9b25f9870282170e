package dev.heddle.server.exec;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.TerminalInteractionNotification;
import dev.heddle.server.json.Surrogates;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import java.io.IOException;
import java.time.Duration;

/**
 * The tool {@code write_stdin}: types into a command that goes on, or only looks.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class WriteStdinTool implements Tool {
  private static final long TYPED_YIELD_MS = 250;
  private static final long MAX_TYPED_YIELD_MS = 30_000;
  private static final long POLL_YIELD_MS = 5_000;
  private static final long MAX_POLL_YIELD_MS = 300_000;

  private final ExecSessions sessions;

  WriteStdinTool(ExecSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public JsonObject definition() {
    return ExecDefinitions.WRITE_STDIN;
  }

  @Override
  public ToolOutput run(ToolCall call, ToolScope scope)
      throws CancelledException, ToolFailedException {
    JsonObject arguments = call.arguments();
    long id = ExecArguments.number(arguments, "session_id", -1);
    ExecSession session = sessions.find(scope.threadId(), String.valueOf(id));
    if (session == null) {
      throw new ToolFailedException("There is no running command with the session ID " + id + ".");
    }
    String chars = Json.string(arguments, "chars", "");
    if (Surrogates.hasHalf(chars)) {
      throw new ToolFailedException(
          "The argument `chars` has half of a surrogate pair. Nothing was typed.");
    }
    long asked =
        ExecArguments.number(
            arguments, "yield_time_ms", chars.isEmpty() ? POLL_YIELD_MS : TYPED_YIELD_MS);
    long yieldMs =
        chars.isEmpty()
            ? ExecArguments.clamp(asked, POLL_YIELD_MS, MAX_POLL_YIELD_MS)
            : ExecArguments.clamp(asked, TYPED_YIELD_MS, MAX_TYPED_YIELD_MS);
    long startedNanos = System.nanoTime();
    if (!chars.isEmpty()) {
      type(session, chars, Duration.ofMillis(yieldMs), scope);
    }
    Integer exitCode = session.await(Duration.ofMillis(yieldMs), scope.cancellation());
    if (exitCode != null) {
      sessions.forget(session);
    } else if (scope.cancellation().isCancelled()) {
      sessions.end(session); // an interrupt ends what it interrupts
      throw new CancelledException();
    }
    String text =
        OutputText.answer(
            Duration.ofNanos(System.nanoTime() - startedNanos),
            OutputText.state(exitCode, session.sessionId()),
            session.takeUnseen(),
            ExecArguments.tokens(arguments));
    return exitCode == null || exitCode == 0 ? ToolOutput.text(text) : ToolOutput.failure(text);
  }

  private static void type(ExecSession session, String chars, Duration patience, ToolScope scope)
      throws ToolFailedException {
    if (!session.child().takesInput()) {
      throw new ToolFailedException(
          "The command takes no input. Run it with tty=true to be able to type into it.");
    }
    if (session.turnId().equals(scope.turnId())) {
      scope.tell(
          ServerNotifications.ITEM_COMMAND_EXECUTION_TERMINAL_INTERACTION,
          new TerminalInteractionNotification(
              scope.threadId(),
              scope.turnId(),
              session.item().itemId(),
              session.sessionId(),
              chars));
    } // else its item has ended with its turn
    try {
      boolean taken = session.type(chars, patience, scope.cancellation());
      if (!taken && session.child().isAlive() && !scope.cancellation().isCancelled()) {
        throw new ToolFailedException(
            "The command runs, but has not read all of this yet; it gets the rest when it reads.");
      }
    } catch (IOException e) {
      if (session.child().isAlive()) {
        throw new ToolFailedException("The command no longer reads its input.");
      }
    }
  }
}
