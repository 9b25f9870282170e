package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code thread/attachment/list}: a page of attachments, oldest first.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
public record ThreadAttachmentListResponse(
    List<ThreadAttachment> data, @Nullable String nextCursor) {}
