package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code thread/attachment/updated}: a thread has an attachment more or
 * less. It is not sent for those that a fork takes over, or that go with a deleted thread.
 */
public record ThreadAttachmentUpdatedNotification(
    String threadId,
    String attachmentType,
    String identityKey,
    String attachmentId,
    ThreadAttachmentOperation operation) {}
