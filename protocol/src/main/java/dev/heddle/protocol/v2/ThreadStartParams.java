package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.Settable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/start}: a new conversation and how it deviates from the configuration.
 *
 * @param model null keeps what is set
 * @param modelProvider null keeps what is set
 * @param allowProviderModelFallback a provider may replace an unknown model by its default
 * @param serviceTier absent keeps the tier, null selects the standard one
 * @param cwd directory to work in, relative to that of the server; null for that one
 * @param runtimeWorkspaceRoots absolute directories that replace the workspace roots; null keeps
 *     them
 * @param approvalPolicy when to ask; null keeps what is set
 * @param approvalsReviewer who is asked; null keeps what is set
 * @param sandbox coarse form of the sandbox; null keeps what is set
 * @param permissions id of named permissions, not together with a sandbox; null keeps what is set
 * @param config configuration values for this thread, by dotted key; null for none
 * @param serviceName name for metrics, or null
 * @param baseInstructions replaces the built-in instructions; null keeps them
 * @param developerInstructions added as a developer message; null for none
 * @param personality obsolete choice of tone; null keeps what is set
 * @param multiAgentMode obsolete and ignored
 * @param ephemeral true keeps it in memory only
 * @param historyMode null for the default of the store
 * @param sessionStartSource null for startup
 * @param threadSource free text that classifies who started it, or null
 * @param projectId project to file it under, or null
 * @param daybreakEnabled null leaves it unset
 * @param environments places commands run in, first one preferred; empty for none, null for the
 *     default
 * @param dynamicTools tools the client implements; null for none
 * @param selectedCapabilityRoots null for none
 * @param mockExperimentalField does nothing; lets clients test the experimental gate
 * @param experimentalRawEvents also send {@code rawResponseItem/completed}
 */
public record ThreadStartParams(
    @Nullable String model,
    @Nullable String modelProvider,
    @Experimental @Defaulted boolean allowProviderModelFallback,
    Settable<String> serviceTier,
    @Nullable String cwd,
    @Experimental @Nullable List<@AbsolutePathBuf String> runtimeWorkspaceRoots,
    @Nullable AskForApproval approvalPolicy,
    @Nullable ApprovalsReviewer approvalsReviewer,
    @Nullable SandboxMode sandbox,
    @Experimental @Nullable String permissions,
    @Nullable Map<String, JsonElement> config,
    @Nullable String serviceName,
    @Nullable String baseInstructions,
    @Nullable String developerInstructions,
    @Nullable Personality personality,
    @Experimental @Nullable MultiAgentMode multiAgentMode,
    @Nullable Boolean ephemeral,
    @Experimental @Nullable ThreadHistoryMode historyMode,
    @Nullable ThreadStartSource sessionStartSource,
    @Nullable @ThreadSource String threadSource,
    @Experimental @Nullable String projectId,
    @Experimental @Nullable Boolean daybreakEnabled,
    @Experimental @Nullable List<TurnEnvironmentParams> environments,
    @Experimental @Nullable List<DynamicToolSpec> dynamicTools,
    @Experimental @Nullable List<SelectedCapabilityRoot> selectedCapabilityRoots,
    @Experimental @Nullable String mockExperimentalField,
    @Experimental @Defaulted boolean experimentalRawEvents)
    implements ThreadOverrides {
  /** A thread with nothing but the defaults. */
  public static ThreadStartParams defaults() {
    return new ThreadStartParams(
        null,
        null,
        false,
        Settable.keep(),
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
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        false);
  }
}
