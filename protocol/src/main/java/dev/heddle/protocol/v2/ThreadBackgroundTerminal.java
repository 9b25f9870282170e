package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * A process left running by a thread.
 *
 * @param itemId command item that started it
 * @param cwd absolute working directory
 * @param osPid null when unknown
 * @param cpuPercent null when unknown
 * @param rssKb KiB, or null when unknown
 */
public record ThreadBackgroundTerminal(
    String itemId,
    String processId,
    String command,
    @LegacyAppPathString String cwd,
    @Unsigned @Nullable Integer osPid,
    @Nullable Double cpuPercent,
    @Unsigned(64) @Nullable Long rssKb) {}
