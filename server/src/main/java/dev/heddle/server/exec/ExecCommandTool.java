package dev.heddle.server.exec;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.CommandExecutionOutputDeltaNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadActiveFlag;
import dev.heddle.server.approval.CommandApprovals;
import dev.heddle.server.approval.CommandToRun;
import dev.heddle.server.approval.Need;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.process.ChildCommand;
import dev.heddle.server.process.TerminalSize;
import dev.heddle.server.sandbox.Sandbox;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolItem;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tool {@code exec_command}: runs a script in a shell, in the sandbox of the turn unless the
 * user allows more, and tells the model what it printed until it ended or the wait was over.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class ExecCommandTool implements Tool {
  private static final Pattern DENIED =
      Pattern.compile(
          "Read-only file system|Permission denied|Operation not permitted"
              + "|Network is unreachable|Could not resolve host|Temporary failure in name");

  private final ExecSessions sessions;
  private final CommandApprovals approvals;
  private final CommandQuestion question;
  private final Sandbox sandbox;
  private final JsonObject definition;

  ExecCommandTool(
      ExecSessions sessions,
      CommandApprovals approvals,
      CommandQuestion question,
      Sandbox sandbox,
      JsonObject definition) {
    this.sessions = sessions;
    this.approvals = approvals;
    this.question = question;
    this.sandbox = sandbox;
    this.definition = definition;
  }

  @Override
  public JsonObject definition() {
    return definition;
  }

  @Override
  public ToolOutput run(ToolCall call, ToolScope scope)
      throws CancelledException, ToolFailedException {
    TurnSettings settings = scope.settings();
    ExecArguments arguments = ExecArguments.of(call.arguments(), settings.cwd());
    CommandToRun command = arguments.command();
    CommandItem form =
        new CommandItem(
            call.callId(),
            null,
            command.argv(),
            command.script(),
            command.cwd(),
            CommandItem.ASKING);
    return switch (approvals.need(scope.threadId(), command, settings)) {
      case Need.Forbidden forbidden -> throw new ToolFailedException(forbidden.why());
      case Need.Nothing nothing -> new Run(arguments, scope, form).start(null, nothing.confined());
      case Need.Asking asking -> {
        ToolItem item;
        CommandQuestion.Word word;
        ToolOutput refused;
        try (var waiting = scope.waiting(ThreadActiveFlag.WAITING_ON_APPROVAL)) {
          item = scope.begin(form.begun());
          word = ask(scope, item, form, command, asking);
          refused = refusal(word, item, form);
        }
        if (word == CommandQuestion.Word.CANCELLED) {
          scope.stopTurn();
        }
        yield refused == null
            ? new Run(arguments, scope, form).start(item, asking.confined())
            : refused;
      }
    };
  }

  private CommandQuestion.Word ask(
      ToolScope scope, ToolItem item, CommandItem form, CommandToRun command, Need.Asking asking)
      throws CancelledException {
    try {
      return question.ask(scope, item.itemId(), item.startedAtMs(), command, asking);
    } catch (CancelledException e) {
      item.complete(form.declined());
      throw e;
    }
  }

  /** What the model is told when the answer was no; null when it was yes. */
  private static @Nullable ToolOutput refusal(
      CommandQuestion.Word word, ToolItem item, CommandItem form) {
    String told =
        switch (word) {
          case RUN -> null;
          case DECLINED -> "The user declined this command. It was not run.";
          case UNANSWERED -> "Nobody answered whether this command may run. It was not run.";
          case CANCELLED -> "The user declined this command and stopped the turn.";
        };
    return told == null ? null : item.complete(form.declined(), ToolOutput.failure(told));
  }

  /** One call that may run its command. */
  private final class Run {
    private final ExecArguments arguments;
    private final CommandToRun command;
    private final ToolScope scope;
    private final CommandItem form;

    Run(ExecArguments arguments, ToolScope scope, CommandItem asked) {
      this.arguments = arguments;
      this.command = arguments.command();
      this.scope = scope;
      this.form = asked.running(sessions.nextId());
    }

    ToolOutput start(@Nullable ToolItem asked, boolean confined) throws CancelledException {
      if (!Files.isDirectory(Path.of(command.cwd()))) {
        return cannotStart(asked, "There is no directory " + command.cwd() + ".");
      }
      ToolItem item = asked;
      if (item == null) {
        item = scope.begin(form.begun());
      } else {
        item.update(form.begun()); // a crash from now on leaves one that ran
      }
      return run(item, confined);
    }

    private ToolOutput cannotStart(@Nullable ToolItem asked, String why) {
      CommandItem never = form.running(null);
      ToolItem item = asked == null ? scope.begin(never.begun()) : asked;
      return item.complete(
          never.failed(why), ToolOutput.failure("The command was not run: " + why));
    }

    private ToolOutput run(ToolItem item, boolean confined) throws CancelledException {
      ExecSession session =
          new ExecSession(
              scope.threadId(),
              scope.turnId(),
              form,
              item.deltas(
                  ServerNotifications.ITEM_COMMAND_EXECUTION_OUTPUT_DELTA,
                  text ->
                      new CommandExecutionOutputDeltaNotification(
                          scope.threadId(), scope.turnId(), item.itemId(), text)));
      try {
        session.started(
            sessions.processes().start(child(confined), (error, bytes) -> session.printed(bytes)));
      } catch (IOException e) {
        String why = "The command could not be started: " + e.getMessage();
        return item.complete(form.failed(why), ToolOutput.failure(why));
      }
      sessions.keep(session);
      Integer exitCode =
          session.await(Duration.ofMillis(arguments.yieldMs()), scope.cancellation());
      if (exitCode == null && scope.cancellation().isCancelled()) {
        sessions.end(session);
        item.complete(form.ended(ExecSession.CUT_OFF, session.output(), session.age()));
        throw new CancelledException();
      }
      if (exitCode == null) {
        goOn(session, item);
        return answer(session, null);
      }
      sessions.forget(session);
      if (confined && exitCode != 0 && DENIED.matcher(session.output()).find()) {
        ToolOutput retried = retryOutside(session, item);
        if (retried != null) {
          return retried;
        }
      }
      return item.complete(session.finalForm(), answer(session, exitCode));
    }

    /** Asks for a run without the sandbox, where the policy says so; null when this was it. */
    private @Nullable ToolOutput retryOutside(ExecSession session, ToolItem item)
        throws CancelledException {
      if (!(approvals.afterDenial(command, scope.settings()) instanceof Need.Asking asking)) {
        return null;
      }
      CommandQuestion.Word word;
      ToolOutput refused = null;
      try (var waiting = scope.waiting(ThreadActiveFlag.WAITING_ON_APPROVAL)) {
        word = question.ask(scope, item.itemId(), item.startedAtMs(), command, asking);
        if (word != CommandQuestion.Word.RUN) {
          refused = item.complete(session.finalForm(), answer(session, session.exitCode()));
        }
      } catch (CancelledException e) {
        item.complete(session.finalForm());
        throw e;
      }
      if (word == CommandQuestion.Word.CANCELLED) {
        scope.stopTurn();
      }
      if (refused != null) {
        return refused;
      }
      return run(item, false);
    }

    private void goOn(ExecSession session, ToolItem item) {
      item.outlive(() -> {
        if (scope.cancellation().isCancelled()) {
          sessions.end(session);
        }
        return session.finalForm();
      });
      session.beforeItIsOver(() -> item.complete(session.finalForm()));
    }

    private ToolOutput answer(ExecSession session, @Nullable Integer exitCode) {
      String text =
          OutputText.answer(
              session.age(),
              OutputText.state(exitCode, session.sessionId()),
              session.takeUnseen(),
              arguments.maxTokens());
      return exitCode == null || exitCode == 0 ? ToolOutput.text(text) : ToolOutput.failure(text);
    }

    private ChildCommand child(boolean confined) {
      Map<String, String> environment = ExecEnvironment.of(scope.settings(), arguments.terminal());
      Sandbox.Confined run =
          confined
              ? sandbox.confine(
                  scope.settings().sandboxPolicy(),
                  scope.settings().cwd(),
                  scope.settings().workspaceRoots(),
                  command.cwd(),
                  environment,
                  command.argv())
              : new Sandbox.Confined(command.argv(), () -> {});
      return new ChildCommand(
          run.argv(),
          command.cwd(),
          environment,
          arguments.terminal() ? TerminalSize.DEFAULT : null,
          arguments.terminal(),
          true,
          run.afterwards());
    }
  }
}
