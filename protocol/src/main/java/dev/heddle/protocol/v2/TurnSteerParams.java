package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Experimental;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code turn/steer}: input for the running turn.
 *
 * @param responsesapiClientMetadata replaces the entries sent with model requests; null keeps them
 * @param responsesapiClientMetadataPatch added to those entries, after any replacement; null for
 *     none
 * @param additionalContext extra context for the model by source; null for none
 * @param expectedTurnId refused when another turn runs
 */
public record TurnSteerParams(
    String threadId,
    @Nullable String clientUserMessageId,
    List<UserInput> input,
    @Experimental @Nullable Map<String, String> responsesapiClientMetadata,
    @Experimental @Nullable Map<String, String> responsesapiClientMetadataPatch,
    @Experimental @Nullable Map<String, AdditionalContextEntry> additionalContext,
    String expectedTurnId)
    implements OnThread {}
