package dev.heddle.server.mcp;

import dev.heddle.server.config.McpConfig;
import dev.heddle.server.config.McpServerConfig;
import dev.heddle.server.process.ChildProcesses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The MCP servers of the loaded threads: each thread has its own.
 *
 * <p><b>Thread-safety:</b> thread-safe; no method blocks.
 */
public final class McpThreads implements AutoCloseable {
  private final ChildProcesses processes;
  private final Supplier<Map<String, String>> environment;
  private final String version;
  private final Map<String, Map<String, McpServer>> servers = new HashMap<>(); // guarded by itself
  private volatile Listener listener = (threadId, server) -> {};
  private boolean closed; // guarded by servers

  /** Hears of servers that change. */
  @FunctionalInterface
  public interface Listener {
    /** A server of this thread has come to another phase. Must not block. */
    void changed(String threadId, McpServer server);
  }

  /**
   * @param environment of this process, as commands would inherit it; asked for when a server is
   *     started
   * @param version of ours, which servers are told
   */
  public McpThreads(
      ChildProcesses processes, Supplier<Map<String, String>> environment, String version) {
    this.processes = processes;
    this.environment = environment;
    this.version = version;
  }

  /** Hears of all that changes from now on. */
  public void listen(Listener other) {
    listener = other;
  }

  /**
   * The thread's servers are these from now on: those that do not run are started, also those that
   * have died; those that are gone, or configured otherwise, are ended.
   *
   * @param cwd absolute working directory of the thread
   */
  public void open(String threadId, McpConfig config, String cwd) {
    open(threadId, config, cwd, false);
  }

  /** The same; those that could not be started are tried again. */
  public void reopen(String threadId, McpConfig config, String cwd) {
    open(threadId, config, cwd, true);
  }

  private void open(String threadId, McpConfig config, String cwd, boolean failedToo) {
    List<McpServer> superfluous = new ArrayList<>();
    List<McpServer> wanted;
    synchronized (servers) {
      Map<String, McpServer> running = servers.getOrDefault(threadId, Map.of());
      if (closed || config.isEmpty() && running.isEmpty()) {
        return;
      }
      Map<String, McpServer> next = new LinkedHashMap<>();
      for (McpServerConfig each : config.servers().values()) {
        McpServer there = running.get(each.name());
        next.put(
            each.name(),
            there != null && there.config().equals(each) && !(failedToo && there.hasFailed())
                ? there
                : server(threadId, each, cwd));
      }
      running.forEach((name, server) -> {
        if (next.get(name) != server) {
          superfluous.add(server);
        }
      });
      servers.put(threadId, next);
      wanted = List.copyOf(next.values());
    }
    superfluous.forEach(McpServer::close);
    wanted.forEach(McpServer::start);
  }

  private McpServer server(String threadId, McpServerConfig config, String cwd) {
    return new McpServer(
        config,
        cwd,
        new McpTransports(processes, environment.get()),
        version,
        server -> listener.changed(threadId, server));
  }

  /** The thread's servers, in the order of the configuration. */
  public List<McpServer> of(String threadId) {
    synchronized (servers) {
      return List.copyOf(servers.getOrDefault(threadId, Map.of()).values());
    }
  }

  /** A server that no thread has and nobody hears of; who asked for it starts and closes it. */
  public McpServer alone(McpServerConfig config, String cwd) {
    return new McpServer(
        config, cwd, new McpTransports(processes, environment.get()), version, server -> {});
  }

  /** The thread has left memory: its servers end. */
  public void close(String threadId) {
    Map<String, McpServer> gone;
    synchronized (servers) {
      gone = servers.remove(threadId);
    }
    if (gone != null) {
      gone.values().forEach(McpServer::close);
    }
  }

  /** Ends all. */
  @Override
  public void close() {
    List<String> threads;
    synchronized (servers) {
      closed = true;
      threads = List.copyOf(servers.keySet());
    }
    threads.forEach(this::close);
  }
}
