package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.Settable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code turn/start}: input for a new turn, or for the running one, and settings that
 * stick.
 *
 * @param disabledPluginIds replaces the list, empty clears it, null keeps it
 * @param turnTrigger free text that says what caused it, or null
 * @param parentTurnId turn that caused this one, or null
 * @param rootTurnId first turn of the chain that led here; null begins a chain
 * @param toolOutput a tool result instead of a message; null for none
 * @param responsesapiClientMetadata replaces the entries sent with model requests; null keeps them
 * @param responsesapiClientMetadataPatch added to those entries, after any replacement; null for
 *     none
 * @param additionalContext extra context for the model by source; null for none
 * @param environments places commands run in, first one preferred; empty for none, null keeps them
 * @param cwd directory to work in; null keeps the present one
 * @param runtimeWorkspaceRoots absolute directories that replace the workspace roots; null keeps
 *     them
 * @param approvalPolicy when to ask; null keeps what is set
 * @param approvalsReviewer who is asked; null keeps what is set
 * @param sandboxPolicy full form of the sandbox; null keeps what is set
 * @param permissions id of named permissions, not together with a sandbox; null keeps what is set
 * @param model null keeps what is set
 * @param serviceTier absent keeps the tier, null selects the standard one
 * @param serviceTierForTurn tier for this turn only; null for that of the thread
 * @param effort reasoning effort; null keeps what is set
 * @param summary kind of reasoning summary; null keeps what is set
 * @param personality obsolete choice of tone; null keeps what is set
 * @param outputSchema JSON Schema for the final message of this turn; null for none
 * @param collaborationMode preset that wins over model, effort and instructions; null keeps what is
 *     set
 * @param multiAgentMode obsolete and ignored
 * @param cyberAccessProgram null for the automatic choice
 */
public record TurnStartParams(
    String threadId,
    @Nullable List<String> disabledPluginIds,
    @Nullable String clientUserMessageId,
    List<UserInput> input,
    @Nullable String turnTrigger,
    @Nullable String parentTurnId,
    @Nullable String rootTurnId,
    @Nullable TurnToolOutput toolOutput,
    @Experimental @Nullable Map<String, String> responsesapiClientMetadata,
    @Experimental @Nullable Map<String, String> responsesapiClientMetadataPatch,
    @Experimental @Nullable Map<String, AdditionalContextEntry> additionalContext,
    @Experimental @Nullable List<TurnEnvironmentParams> environments,
    @Nullable String cwd,
    @Experimental @Nullable List<@AbsolutePathBuf String> runtimeWorkspaceRoots,
    @Nullable AskForApproval approvalPolicy,
    @Nullable ApprovalsReviewer approvalsReviewer,
    @Nullable SandboxPolicy sandboxPolicy,
    @Experimental @Nullable String permissions,
    @Nullable String model,
    Settable<String> serviceTier,
    @Nullable String serviceTierForTurn,
    @Nullable @ReasoningEffort String effort,
    @Nullable ReasoningSummary summary,
    @Nullable Personality personality,
    @Nullable JsonElement outputSchema,
    @Experimental @Nullable CollaborationMode collaborationMode,
    @Experimental @Nullable MultiAgentMode multiAgentMode,
    @Experimental @Nullable CyberAccessProgram cyberAccessProgram)
    implements OnThread, TurnOverrides {
  /** Input alone, with every setting kept. */
  public static TurnStartParams of(String threadId, List<UserInput> input) {
    return new TurnStartParams(
        threadId,
        null,
        null,
        input,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Settable.keep(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
