package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;

/**
 * Params of {@code thread/attachment/add}: puts an attachment beside a thread, or finds the one
 * that it has of this type and key.
 *
 * @param attachmentType what kind of thing it is, up to 256 bytes
 * @param identityKey which one of its kind, up to 256 bytes
 * @param payload any JSON, up to 64 KiB
 */
public record ThreadAttachmentAddParams(
    String threadId, String attachmentType, String identityKey, JsonElement payload)
    implements OnThread {}
