package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.Unsigned;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code command/exec}: a command that belongs to no thread. The answer comes when it has
 * ended.
 *
 * @param command the program and its arguments; read by no shell
 * @param processId the client's own name for it, needed for a terminal, for streams and to speak of
 *     it later; null for none
 * @param tty whether it gets a terminal, with both streams
 * @param streamStdin whether {@code command/exec/write} may write to its input
 * @param streamStdoutStderr whether what it prints comes in {@code command/exec/outputDelta}
 *     instead of the answer
 * @param outputBytesCap how much of each stream is kept; null for the server's default
 * @param disableOutputCap whether all of it is kept, as far as an answer can hold it
 * @param disableTimeout whether it may run for ever
 * @param timeoutMs how long it may run, in milliseconds; null for the server's default
 * @param cwd working directory; null for the server's
 * @param env changes to the environment it inherits; null takes a variable away
 * @param size of the terminal; null for the default
 * @param sandboxPolicy what it may touch; null for what is configured
 * @param permissionProfile the name of a profile that says it; null for none
 */
public record CommandExecParams(
    List<String> command,
    @Nullable String processId,
    @Defaulted boolean tty,
    @Defaulted boolean streamStdin,
    @Defaulted boolean streamStdoutStderr,
    @Unsigned(64) @Nullable Long outputBytesCap,
    @Defaulted boolean disableOutputCap,
    @Defaulted boolean disableTimeout,
    @Nullable Long timeoutMs,
    @Nullable String cwd,
    @Nullable Map<String, @Nullable String> env,
    @Nullable CommandExecTerminalSize size,
    @Nullable SandboxPolicy sandboxPolicy,
    @Experimental @Nullable String permissionProfile) {}
