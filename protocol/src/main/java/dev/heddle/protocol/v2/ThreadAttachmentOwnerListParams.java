package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/attachmentOwner/list}: a page of the threads that have an attachment of
 * this type and key.
 *
 * @param archived false for threads that are not archived, true for those that are; null for both
 * @param cursor where to continue, from an earlier page of the same list; null for the first page
 * @param limit page size; null for the default
 */
public record ThreadAttachmentOwnerListParams(
    String attachmentType,
    String identityKey,
    @Nullable Boolean archived,
    @Nullable String cursor,
    @Unsigned @Nullable Integer limit) {}
