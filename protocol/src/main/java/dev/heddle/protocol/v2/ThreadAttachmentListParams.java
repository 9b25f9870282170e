package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/attachment/list}: a page of a thread's attachments.
 *
 * @param cursor where to continue, from an earlier page of the same thread; null for the first page
 * @param limit page size; null for the default
 */
public record ThreadAttachmentListParams(
    String threadId, @Nullable String cursor, @Unsigned @Nullable Integer limit)
    implements OnThread {}
