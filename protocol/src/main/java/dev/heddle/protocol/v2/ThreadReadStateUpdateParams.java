package dev.heddle.protocol.v2;

/**
 * Params of {@code thread/readState/update}: marks a thread read or unread.
 *
 * @param expectedRevision the change is refused when the state has another one
 */
public record ThreadReadStateUpdateParams(
    String threadId, ThreadReadStateOperation operation, String expectedRevision)
    implements OnThread {}
