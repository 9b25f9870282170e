/**
 * A client of MCP (Model Context Protocol) servers: child processes and HTTP endpoints that offer
 * tools.
 *
 * <p>{@link dev.heddle.server.mcp.McpThreads} keeps the servers of each loaded thread; an {@link
 * dev.heddle.server.mcp.McpServer} is one of them from its start to its end; an {@link
 * dev.heddle.server.mcp.McpSession} is one conversation with it, over a transport. A server that
 * dies is started again when the next turn begins, in a new session; one that could not be started
 * is left alone until the configuration is read again.
 *
 * <p>Nothing that a server says may take the memory or hold anybody up: what is longer than {@link
 * dev.heddle.server.mcp.McpLimits} allows ends its session or is left out, every wait has an end,
 * and what is sent to it waits in a queue that is bounded.
 */
@NullMarked
package dev.heddle.server.mcp;

import org.jspecify.annotations.NullMarked;
