package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code thread/attachmentOwner/list}: a page of threads in the order of their ids, those
 * in which nobody has said anything among them.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
public record ThreadAttachmentOwnerListResponse(
    List<ThreadAttachmentOwner> data, @Nullable String nextCursor) {}
