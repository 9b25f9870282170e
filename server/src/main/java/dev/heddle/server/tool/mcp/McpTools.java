package dev.heddle.server.tool.mcp;

import dev.heddle.server.config.ServerConfigFile;
import dev.heddle.server.mcp.McpServer;
import dev.heddle.server.mcp.McpState;
import dev.heddle.server.mcp.McpThreads;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolSet;
import dev.heddle.server.tool.ToolSource;
import dev.heddle.server.tool.ToolTurn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Hands out the tools of a thread's MCP servers. */
public final class McpTools implements ToolSource {
  private final McpThreads threads;
  private final McpGrants grants;
  private final McpApproval approval;

  /**
   * @param threads the servers
   * @param file where the user's lasting approvals are written
   * @param approvalTimeout how long a question to the user waits
   */
  public McpTools(McpThreads threads, ServerConfigFile file, Duration approvalTimeout) {
    this.threads = threads;
    this.grants = new McpGrants(file);
    this.approval = new McpApproval(grants, approvalTimeout);
  }

  /** Starts what does not run, and waits for what is starting. */
  @Override
  public void prepare(LiveThread thread, TurnSettings settings, ToolTurn turn)
      throws CancelledException, ToolFailedException {
    if (settings.mcp().isEmpty()) {
      return;
    }
    threads.open(thread.threadId(), settings.mcp(), settings.cwd());
    List<McpServer> servers = threads.of(thread.threadId());
    CompletableFuture<Void> started =
        CompletableFuture.allOf(
            servers.stream().map(McpServer::started).toArray(CompletableFuture[]::new));
    try (var cancelled = turn.cancellation().onCancel(() -> started.complete(null))) {
      started.join();
    }
    turn.cancellation().check();
    String missing =
        servers.stream()
            .filter(server -> server.config().enabled() && server.config().required())
            .map(McpTools::problem)
            .filter(problem -> !problem.isEmpty())
            .collect(Collectors.joining("; "));
    if (!missing.isEmpty()) {
      throw new ToolFailedException("required MCP servers failed to initialize: " + missing);
    }
  }

  private static String problem(McpServer server) {
    McpState state = server.state();
    return state.phase() == McpState.Phase.READY ? "" : server.name() + ": " + state.failure();
  }

  @Override
  public ToolSet open(LiveThread thread, TurnSettings settings) {
    if (settings.mcp().isEmpty()) {
      return ToolSet.NONE;
    }
    List<McpServer> enabled =
        threads.of(thread.threadId()).stream().filter(server -> server.config().enabled()).toList();
    if (enabled.isEmpty()) {
      return ToolSet.NONE;
    }
    List<Tool> tools = new ArrayList<>(McpResourceTool.of(enabled));
    McpNames names = new McpNames();
    for (McpServer server : enabled) {
      McpState state = server.state();
      if (state.phase() == McpState.Phase.READY && !state.tools().isEmpty()) {
        tools.add(new McpNamespaceTool(server, state, names.namespace(server.name()), approval));
      }
    }
    List<Tool> all = List.copyOf(tools);
    return () -> all;
  }

  @Override
  public void threadClosed(String threadId) {
    grants.forget(threadId);
  }
}
