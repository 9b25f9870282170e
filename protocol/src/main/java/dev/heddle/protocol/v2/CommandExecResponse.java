package dev.heddle.protocol.v2;

/**
 * Result of {@code command/exec}.
 *
 * @param exitCode 124 when its time was over; 128 and the number of the signal that ended it
 * @param stdout what it printed, unless that was streamed
 * @param stderr the same of standard error
 */
public record CommandExecResponse(int exitCode, String stdout, String stderr) {}
