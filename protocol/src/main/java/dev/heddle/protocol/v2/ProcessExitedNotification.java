package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of {@code process/exited}: a process has ended, and all that it printed was told.
 *
 * @param exitCode 124 when its time was over
 * @param outputDrainTimedOut whether something that it left running kept its output open, so that
 *     some may be missing; never with a server that ends that with it
 * @param stdout what was kept of it; empty when it came in {@code process/outputDelta}
 * @param stdoutCapReached whether it was as much as is kept
 * @param stderr the same
 * @param stderrCapReached the same
 */
public record ProcessExitedNotification(
    String processHandle,
    int exitCode,
    @Nullable Boolean outputDrainTimedOut,
    String stdout,
    boolean stdoutCapReached,
    String stderr,
    boolean stderrCapReached) {}
