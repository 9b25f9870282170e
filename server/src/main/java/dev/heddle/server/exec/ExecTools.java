package dev.heddle.server.exec;

import dev.heddle.server.approval.CommandApprovals;
import dev.heddle.server.sandbox.Sandbox;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolSet;
import dev.heddle.server.tool.ToolSource;
import java.time.Duration;
import java.util.List;

/**
 * The source of {@code exec_command} and {@code write_stdin}.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ExecTools implements ToolSource {
  private final ExecSessions sessions;
  private final CommandApprovals approvals;
  private final ToolSet tools;
  private final ToolSet unconfined;
  private final Sandbox sandbox;

  /**
   * The tools of one server.
   *
   * @param patience how long a question to the user waits before it counts as declined
   */
  public ExecTools(
      ExecSessions sessions, CommandApprovals approvals, Sandbox sandbox, Duration patience) {
    CommandQuestion question = new CommandQuestion(approvals, patience);
    this.sessions = sessions;
    this.approvals = approvals;
    this.sandbox = sandbox;
    Tool write = new WriteStdinTool(sessions);
    List<Tool> confining =
        List.of(
            new ExecCommandTool(
                sessions, approvals, question, sandbox, ExecDefinitions.EXEC_COMMAND),
            write);
    List<Tool> missing =
        List.of(
            new ExecCommandTool(
                sessions,
                approvals,
                question,
                sandbox,
                ExecDefinitions.withoutSandbox(sandbox.problem())),
            write);
    this.tools = () -> confining;
    this.unconfined = () -> missing;
  }

  @Override
  public ToolSet open(LiveThread thread, TurnSettings settings) {
    if (!settings.machine()) {
      return ToolSet.NONE;
    }
    return Sandbox.confines(settings.sandboxPolicy()) && !sandbox.available() ? unconfined : tools;
  }

  @Override
  public void threadClosed(String threadId) {
    approvals.forget(threadId);
    sessions.endAll(threadId);
  }
}
