package dev.heddle.protocol.v2;

<<<<<<< HEAD
=======
import dev.heddle.protocol.rpc.Defaulted;
>>>>>>> main
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
<<<<<<< HEAD
    boolean isOther,
    boolean isSecret,
=======
    @Defaulted boolean isOther,
    @Defaulted boolean isSecret,
>>>>>>> main
    @Nullable List<ToolRequestUserInputOption> options) {}
