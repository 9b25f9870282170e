package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Experimental;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code thread/read}: the thread.
 *
 * @param readState null when not tracked
 */
public record ThreadReadResponse(
    ApiThread thread, @Experimental @Nullable ThreadReadState readState) {}
