package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.concurrent;
import static dev.heddle.protocol.v2.MethodForms.exclusive;
import static dev.heddle.protocol.v2.MethodForms.onThread;
import static dev.heddle.protocol.v2.MethodForms.shared;

import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.NoParams;

/** Requests about MCP servers. */
public final class McpMethods {
  public static final MethodSpec<ListMcpServerStatusParams, ListMcpServerStatusResponse>
      MCP_SERVER_STATUS_LIST =
          shared(
              "mcpServerStatus/list",
              ListMcpServerStatusParams.class,
              ListMcpServerStatusResponse.class,
              "mcp-registry");

  public static final MethodSpec<McpServerToolCallParams, McpServerToolCallResponse>
      MCP_SERVER_TOOL_CALL =
          onThread(
              "mcpServer/tool/call",
              McpServerToolCallParams.class,
              McpServerToolCallResponse.class);

  public static final MethodSpec<McpResourceReadParams, McpResourceReadResponse>
      MCP_SERVER_RESOURCE_READ =
          concurrent(
              "mcpServer/resource/read",
              McpResourceReadParams.class,
              McpResourceReadResponse.class);

  public static final MethodSpec<NoParams, McpServerRefreshResponse> CONFIG_MCP_SERVER_RELOAD =
      exclusive(
          "config/mcpServer/reload",
          NoParams.class,
          McpServerRefreshResponse.class,
          "mcp-registry");

  private McpMethods() {}
}
