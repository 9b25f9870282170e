package dev.heddle.server;

import dev.heddle.server.approval.CommandApprovals;
import dev.heddle.server.approval.ExecRules;
import dev.heddle.server.config.ServerConfigFile;
import dev.heddle.server.exec.ExecSessions;
import dev.heddle.server.exec.ExecTools;
import dev.heddle.server.mcp.McpThreads;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.patch.PatchJournal;
import dev.heddle.server.sandbox.Sandbox;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolSet;
import dev.heddle.server.tool.ToolSource;
import dev.heddle.server.tool.ToolTurn;
import dev.heddle.server.tool.dynamic.DynamicTools;
import dev.heddle.server.tool.image.ImageTools;
import dev.heddle.server.tool.mcp.McpTools;
import dev.heddle.server.tool.patch.PatchTools;
import dev.heddle.server.tool.plan.PlanTools;
import dev.heddle.server.turn.MessageBounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The list of what models may do in a thread, in the order in which it is offered to them. Each
 * source is made by the first turn.
 */
final class ThreadTools {
  private ThreadTools() {}

  /**
   * Of a server as it ships.
   *
   * @param home where rules for commands are kept
   * @param approvalTimeout how long a question to the user waits
   * @param sessions of commands that go on
   * @param sandbox is looked for when it is first needed
   * @param patches where patches are written down
   * @param messages how much of pictures a model is shown at once
   * @param mcp the MCP servers of threads
   * @param config where the user's lasting approvals of their tools are written
   */
  static List<ToolSource> shipped(
      Path home,
      Duration approvalTimeout,
      ExecSessions sessions,
      Supplier<Sandbox> sandbox,
      PatchJournal patches,
      MessageBounds messages,
      McpThreads mcp,
      ServerConfigFile config) {
    // Patches first: they take calls of exec_command that hold one.
    return List.of(
        new Lazily(() -> new PatchTools(approvalTimeout, patches)),
        new Lazily(() -> commands(home, approvalTimeout, sessions, sandbox.get())),
        new PlanTools(),
        new ImageTools(messages.pictureBytes()),
        new DynamicTools(),
        new Lazily(() -> new McpTools(mcp, config, approvalTimeout)));
  }

  private static ToolSource commands(
      Path home, Duration approvalTimeout, ExecSessions sessions, Sandbox sandbox) {
    return new ExecTools(
        sessions, new CommandApprovals(new ExecRules(home), sandbox), sandbox, approvalTimeout);
  }

  /** Made by the first turn. */
  private static final class Lazily implements ToolSource {
    private final Supplier<ToolSource> source;
    private @Nullable ToolSource made; // guarded by this

    Lazily(Supplier<ToolSource> source) {
      this.source = source;
    }

    @Override
    public void prepare(LiveThread thread, TurnSettings settings, ToolTurn turn)
        throws CancelledException, ToolFailedException {
      made().prepare(thread, settings, turn);
    }

    @Override
    public ToolSet open(LiveThread thread, TurnSettings settings) {
      return made().open(thread, settings);
    }

    private synchronized ToolSource made() {
      ToolSource opened = made == null ? source.get() : made;
      made = opened;
      return opened;
    }

    @Override
    public void threadClosed(String threadId) {
      ToolSource opened;
      synchronized (this) {
        opened = made;
      }
      if (opened != null) {
        opened.threadClosed(threadId);
      }
    }
  }
}
