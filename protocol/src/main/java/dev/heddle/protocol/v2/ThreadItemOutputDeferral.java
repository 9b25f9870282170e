package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Experimental;

/**
 * Which items may come without output.
 *
 * @param commandExecution leave out what commands printed that succeeded
 * @param mcpToolCall leave out results of MCP tools that succeeded, where they are text and nothing
 *     else
 */
public record ThreadItemOutputDeferral(
    @Experimental @Defaulted boolean commandExecution,
    @Experimental @Defaulted boolean mcpToolCall) {}
