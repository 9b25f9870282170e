package dev.heddle.protocol.v2;

/**
 * Params of {@code command/exec/outputDelta}: more of what a command prints.
 *
 * @param deltaBase64 bytes, in Base64; a character may be cut
 * @param capReached whether this is the last of the stream, because more is not kept
 */
public record CommandExecOutputDeltaNotification(
    String processId, CommandExecOutputStream stream, String deltaBase64, boolean capReached) {}
