package dev.heddle.protocol.v2;

/**
 * Answer to {@code thread/attachment/add}: the new attachment, or the one that was there.
 *
 * @param outcome which of the two
 */
public record ThreadAttachmentAddResponse(
    ThreadAttachmentAddOutcome outcome, ThreadAttachment attachment) {}
