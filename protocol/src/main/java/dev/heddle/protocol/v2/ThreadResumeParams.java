package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.Settable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/resume}: which stored thread to load, and overrides.
 *
 * @param history model items to build the thread from instead of loading it; null for none
 * @param path rollout file to load instead of looking up the id; null or empty for none
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
 * @param personality obsolete choice of tone; null keeps what is set
 * @param excludeTurns leave {@code thread.turns} empty
 * @param initialTurnsPage page of turns to include; null for none
 */
public record ThreadResumeParams(
    String threadId,
    @Experimental @Nullable List<@ResponseItem JsonObject> history,
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
    @Nullable Personality personality,
    @Defaulted boolean excludeTurns,
    @Experimental @Nullable ThreadResumeInitialTurnsPageParams initialTurnsPage)
    implements OnThreadOrPath, ThreadOverrides {
  /** The thread with every setting kept, and an answer without turns: they are to be paged. */
  public static ThreadResumeParams withoutTurns(String threadId) {
    return new ThreadResumeParams(
        threadId,
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
        null,
        true,
        null);
  }
}
