package dev.heddle.protocol.v2;

/**
 * A thread that has an attachment.
 *
 * @param archived whether the thread is archived
 */
public record ThreadAttachmentOwner(String threadId, boolean archived) {}
