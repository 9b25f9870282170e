package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Params of the server request {@code item/tool/requestUserInput}: questions of the agent to the
 * user.
 *
 * @param isBlocking whether the turn waits
 * @param autoResolutionMs milliseconds after which it is answered without the user; null for never
 */
public record ToolRequestUserInputParams(
    String threadId,
    String turnId,
    String itemId,
    List<ToolRequestUserInputQuestion> questions,
    boolean isBlocking,
    @Unsigned(64) @Nullable Long autoResolutionMs) {}
