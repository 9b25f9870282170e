package dev.heddle.protocol.v2;

/**
 * Params of {@code process/outputDelta}: more of what a process prints.
 *
 * @param deltaBase64 bytes, in Base64; a character may be cut
 * @param capReached whether this is the last of the stream, because more is not kept
 */
public record ProcessOutputDeltaNotification(
    String processHandle, ProcessOutputStream stream, String deltaBase64, boolean capReached) {}
