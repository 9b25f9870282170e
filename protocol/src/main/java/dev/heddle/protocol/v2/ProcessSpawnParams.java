package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Settable;
import dev.heddle.protocol.rpc.Unsigned;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code process/spawn}: a process of the client, in no sandbox. The answer comes when it
 * has begun, {@code process/exited} when it has ended.
 *
 * @param command the program and its arguments; read by no shell
 * @param processHandle the client's own name for it, free again when it has ended
 * @param cwd absolute working directory
 * @param tty whether it gets a terminal, with both streams
 * @param streamStdin whether {@code process/writeStdin} may write to its input
 * @param streamStdoutStderr whether what it prints comes in {@code process/outputDelta} instead of
 *     {@code process/exited}
 * @param outputBytesCap how much of each stream is kept; absent for the server's default, null for
 *     all that one message can hold
 * @param timeoutMs how long it may run, in milliseconds; absent for the server's default, null for
 *     ever
 * @param env changes to the environment it inherits; null takes a variable away
 * @param size of the terminal; null for the default
 */
public record ProcessSpawnParams(
    List<String> command,
    String processHandle,
    String cwd,
    @Defaulted boolean tty,
    @Defaulted boolean streamStdin,
    @Defaulted boolean streamStdoutStderr,
    @Unsigned(64) Settable<Long> outputBytesCap,
    Settable<Long> timeoutMs,
    @Nullable Map<String, @Nullable String> env,
    @Nullable ProcessTerminalSize size) {}
