package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;

/**
 * Something that a client has put beside a thread, in a form that clients agree on.
 *
 * @param attachmentType what kind of thing it is
 * @param identityKey which one of its kind: a thread has no two of one type and key
 * @param payload what the client said of it; any JSON
 * @param createdAt seconds since 1970
 */
public record ThreadAttachment(
    String id, String attachmentType, String identityKey, JsonElement payload, long createdAt) {}
