package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.Settable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/fork}: which thread to branch, where, and overrides.
 *
 * @param experimentalPredictionMode branch that reuses the source's prompt cache
 * @param experimentalDisablePredictionMcp without MCP servers in that mode
 * @param lastTurnId last turn to keep; null for all
 * @param beforeTurnId first turn to drop; null for none
 * @param path rollout file to branch instead of looking up the id; null or empty for none
 * @param model null keeps what is set
 * @param modelProvider null keeps what is set
 * @param serviceTier absent keeps the tier, null selects the standard one
 * @param cwd directory to work in; null keeps the present one
 * @param runtimeWorkspaceRoots absolute directories that replace the workspace roots; null keeps
 *     them
 * @param approvalPolicy when to ask; null keeps what is set
 * @param approvalsReviewer who is asked; null keeps what is set
 * @param sandbox coarse form of the sandbox; null keeps what is set
 * @param permissions id of named permissions, not together with a sandbox; null keeps what is set
 * @param config configuration values for this thread, by dotted key; null for none
 * @param baseInstructions replaces the built-in instructions; null keeps them
 * @param developerInstructions added as a developer message; null for none
 * @param ephemeral keep the branch in memory only
 * @param attachToSource the source owns the branch
 * @param threadSource free text that classifies who started it, or null
 * @param excludeTurns leave {@code thread.turns} empty
 * @param deferGoalContinuation take over the goal but wait for the next turn
 */
public record ThreadForkParams(
    String threadId,
    @Experimental @Defaulted boolean experimentalPredictionMode,
    @Experimental @Defaulted boolean experimentalDisablePredictionMcp,
    @Nullable String lastTurnId,
    @Experimental @Nullable String beforeTurnId,
    @Experimental @Nullable String path,
    @Nullable String model,
    @Nullable String modelProvider,
    Settable<String> serviceTier,
    @Nullable String cwd,
    @Experimental @Nullable List<@AbsolutePathBuf String> runtimeWorkspaceRoots,
    @Nullable AskForApproval approvalPolicy,
    @Nullable ApprovalsReviewer approvalsReviewer,
    @Nullable SandboxMode sandbox,
    @Experimental @Nullable String permissions,
    @Nullable Map<String, JsonElement> config,
    @Nullable String baseInstructions,
    @Nullable String developerInstructions,
    @Defaulted boolean ephemeral,
    @Experimental @Defaulted boolean attachToSource,
    @Nullable @ThreadSource String threadSource,
    @Defaulted boolean excludeTurns,
    @Experimental @Defaulted boolean deferGoalContinuation)
    implements OnThreadOrPath, ThreadOverrides {
  /**
   * The whole thread, with every setting kept, and an answer without turns: they are to be paged.
   */
  public static ThreadForkParams withoutTurns(String threadId) {
    return new ThreadForkParams(
        threadId,
        false,
        false,
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
        null,
        null,
        false,
        false,
        null,
        true,
        false);
  }
}
