package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Experimental;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code thread/resume}: the loaded thread and the settings in force.
 *
 * @param serviceTier name of the speed tier, or null for the standard one
 * @param disabledPluginIds plugins switched off for this thread
 * @param cwd absolute working directory
 * @param runtimeWorkspaceRoots absolute directories the sandbox treats as the workspace
 * @param instructionSources paths of the instruction files in use
 * @param approvalsReviewer who is asked
 * @param activePermissionProfile the named permissions in force, or null when they are not named
 * @param reasoningEffort null for the model's default
 * @param collaborationMode null when none was chosen
 * @param multiAgentMode obsolete; always {@code explicitRequestOnly}
 * @param initialTurnsPage null unless asked for
 * @param turnsBackwardsCursor cursor of the newest turn for {@code thread/turns/list}, or null when
 *     there is none
 * @param itemsBackwardsCursor cursor of the newest item for {@code thread/items/list}, or null when
 *     there is none
 */
public record ThreadResumeResponse(
    ApiThread thread,
    String model,
    String modelProvider,
    @Nullable String serviceTier,
    @Defaulted List<String> disabledPluginIds,
    @AbsolutePathBuf String cwd,
    @Experimental @Defaulted List<@AbsolutePathBuf String> runtimeWorkspaceRoots,
    @Defaulted List<@LegacyAppPathString String> instructionSources,
    AskForApproval approvalPolicy,
    ApprovalsReviewer approvalsReviewer,
    SandboxPolicy sandbox,
    @Experimental @Nullable ActivePermissionProfile activePermissionProfile,
    @Nullable @ReasoningEffort String reasoningEffort,
    @Nullable CollaborationMode collaborationMode,
    @Experimental @Defaulted("\"explicitRequestOnly\"") MultiAgentMode multiAgentMode,
    @Experimental @Nullable TurnsPage initialTurnsPage,
    @Nullable String turnsBackwardsCursor,
    @Nullable String itemsBackwardsCursor) {}
