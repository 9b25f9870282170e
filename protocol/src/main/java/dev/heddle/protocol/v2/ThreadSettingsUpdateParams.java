package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Settable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/settings/update}: settings for the next turns; absent members stay.
 *
 * @param disabledPluginIds replaces the list, empty clears it, null keeps it
 * @param cwd directory to work in; null keeps the present one
 * @param environments places commands run in, first one preferred; empty for none, null keeps them
 * @param approvalPolicy when to ask; null keeps what is set
 * @param approvalsReviewer who is asked; null keeps what is set
 * @param sandboxPolicy full form of the sandbox; null keeps what is set
 * @param permissions id of named permissions, not together with a sandbox; null keeps what is set
 * @param model null keeps what is set
 * @param serviceTier absent keeps the tier, null selects the standard one
 * @param effort reasoning effort; null keeps what is set
 * @param summary kind of reasoning summary; null keeps what is set
 * @param collaborationMode preset that wins over model, effort and instructions; null keeps what is
 *     set
 * @param multiAgentMode obsolete and ignored
 * @param personality obsolete choice of tone; null keeps what is set
 */
public record ThreadSettingsUpdateParams(
    String threadId,
    @Nullable List<String> disabledPluginIds,
    @Nullable String cwd,
    @Nullable List<TurnEnvironmentParams> environments,
    @Nullable AskForApproval approvalPolicy,
    @Nullable ApprovalsReviewer approvalsReviewer,
    @Nullable SandboxPolicy sandboxPolicy,
    @Nullable String permissions,
    @Nullable String model,
    Settable<String> serviceTier,
    @Nullable @ReasoningEffort String effort,
    @Nullable ReasoningSummary summary,
    @Nullable CollaborationMode collaborationMode,
    @Nullable MultiAgentMode multiAgentMode,
    @Nullable Personality personality)
    implements OnThread, TurnOverrides {}
