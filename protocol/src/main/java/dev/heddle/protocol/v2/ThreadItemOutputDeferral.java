package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Experimental;

/**
 * Which items may come without output.
 *
 * @param commandExecution leave out command output
 * @param mcpToolCall leave out MCP results
 */
public record ThreadItemOutputDeferral(
    @Experimental @Defaulted boolean commandExecution,
    @Experimental @Defaulted boolean mcpToolCall) {}
