package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code hooks/list}: directories to look for hooks in.
 *
 * @param cwds empty for the server's own
 * @param threadId whose directory to use, or null
 */
public record HooksListParams(@Defaulted List<String> cwds, @Nullable String threadId) {}
