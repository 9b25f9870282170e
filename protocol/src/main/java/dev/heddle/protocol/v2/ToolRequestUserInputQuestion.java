package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question of the agent.
 *
 * @param header a word or two
 * @param isOther free text is offered besides the options
 * @param isSecret hide what is typed
 * @param options null for free text only
 */
public record ToolRequestUserInputQuestion(
    String id,
    String header,
    String question,
    @Defaulted boolean isOther,
    @Defaulted boolean isSecret,
    @Nullable List<ToolRequestUserInputOption> options) {}
