package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Experimental;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings for the next turns.
 *
 * @param disabledPluginIds plugins switched off for this thread
 * @param cwd absolute working directory
 * @param environments null when not exposed
 * @param approvalsReviewer who is asked
 * @param activePermissionProfile the named permissions in force, or null when they are not named
 * @param serviceTier name of the speed tier, or null for the standard one
 * @param effort null for the model's default
 * @param summary null for the model's default
 * @param multiAgentMode obsolete; always {@code explicitRequestOnly}
 * @param personality obsolete; null when unset
 */
public record ThreadSettings(
    @Defaulted List<String> disabledPluginIds,
    @AbsolutePathBuf String cwd,
    @Experimental @Nullable List<ThreadEnvironment> environments,
    AskForApproval approvalPolicy,
    ApprovalsReviewer approvalsReviewer,
    SandboxPolicy sandboxPolicy,
    @Nullable ActivePermissionProfile activePermissionProfile,
    String model,
    String modelProvider,
    @Nullable String serviceTier,
    @Nullable @ReasoningEffort String effort,
    @Nullable ReasoningSummary summary,
    CollaborationMode collaborationMode,
    @Experimental @Defaulted("\"explicitRequestOnly\"") MultiAgentMode multiAgentMode,
    @Nullable Personality personality) {}
