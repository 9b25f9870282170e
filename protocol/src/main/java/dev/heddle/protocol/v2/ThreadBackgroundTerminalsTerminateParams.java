package dev.heddle.protocol.v2;

/**
 * Params of {@code thread/backgroundTerminals/terminate}: ends one process that a thread left
 * running.
 *
 * @param processId as {@code thread/backgroundTerminals/list} has it
 */
public record ThreadBackgroundTerminalsTerminateParams(String threadId, String processId)
    implements OnThread {}
