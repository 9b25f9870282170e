package dev.heddle.server.command;

/**
 * How a command ended.
 *
 * @param exitCode {@link CommandRun#TIMED_OUT} when its time was over
 * @param stdout what was kept of it
 * @param stderr the same
 */
public record CommandResult(int exitCode, byte[] stdout, byte[] stderr) {}
