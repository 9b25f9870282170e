package dev.heddle.server;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import dev.heddle.server.approval.CommandApprovals;
import dev.heddle.server.approval.ExecRules;
import dev.heddle.server.exec.ExecSessions;
import dev.heddle.server.exec.ExecTools;
import dev.heddle.server.process.ChildProcesses;
import dev.heddle.server.sandbox.Sandbox;
import dev.heddle.server.tool.ToolSource;
import dev.heddle.server.tool.dynamic.DynamicTools;
import dev.heddle.server.tool.patch.PatchTools;
import dev.heddle.server.tool.plan.PlanTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

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
   * @param processes runs commands
   */
  static List<ToolSource> shipped(Path home, Duration approvalTimeout, ChildProcesses processes) {
    // Patches first: they take calls of exec_command that hold one.
    return List.of(
        lazily(() -> new PatchTools(approvalTimeout)),
        lazily(() -> commands(home, approvalTimeout, processes)),
        new PlanTools(),
        new DynamicTools());
  }

  private static ToolSource commands(
      Path home, Duration approvalTimeout, ChildProcesses processes) {
    Sandbox sandbox = Sandbox.find();
    return new ExecTools(
        new ExecSessions(processes),
        new CommandApprovals(new ExecRules(home), sandbox),
        sandbox,
        approvalTimeout);
  }

  private static ToolSource lazily(Supplier<ToolSource> source) {
    Supplier<ToolSource> once = Suppliers.memoize(source);
    return (thread, settings) -> Objects.requireNonNull(once.get()).open(thread, settings);
  }
}
