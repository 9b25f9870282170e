/**
 * The tools of a thread's MCP servers, for models.
 *
 * <p>A server is a namespace, {@code mcp__NAME}, with its tools as functions. A turn waits for the
 * servers that are still starting when it first asks the model. Who is asked before a call follows
 * from what the server says of the tool, the configuration and the thread's approval policy ({@link
 * dev.heddle.server.tool.mcp.McpApproval}); the question is {@code mcpServer/elicitation/request},
 * as are those of the servers themselves.
 */
@NullMarked
package dev.heddle.server.tool.mcp;

import org.jspecify.annotations.NullMarked;
