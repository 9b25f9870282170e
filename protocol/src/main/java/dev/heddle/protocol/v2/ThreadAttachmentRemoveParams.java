package dev.heddle.protocol.v2;

/**
 * Params of {@code thread/attachment/remove}: takes the attachment of this type and key away from a
 * thread, if it has it.
 */
public record ThreadAttachmentRemoveParams(
    String threadId, String attachmentType, String identityKey) implements OnThread {}
