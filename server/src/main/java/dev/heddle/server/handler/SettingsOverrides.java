package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.Settable;
import dev.heddle.protocol.v2.ApprovalsReviewer;
import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.protocol.v2.Personality;
import dev.heddle.protocol.v2.ReasoningSummary;
import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.server.thread.TurnSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request changes of a thread's settings; null keeps. Immutable.
 *
 * @param cwd absolute
 * @param workspaceRoots absolute
 */
record SettingsOverrides(
    @Nullable String model,
    @Nullable String modelProvider,
    @Nullable String cwd,
    @Nullable List<String> workspaceRoots,
    @Nullable AskForApproval approvalPolicy,
    @Nullable ApprovalsReviewer approvalsReviewer,
    @Nullable SandboxPolicy sandboxPolicy,
    @Nullable String permissionProfile,
    @Nullable String reasoningEffort,
    @Nullable ReasoningSummary reasoningSummary,
    Settable<String> serviceTier,
    @Nullable Personality personality,
    @Nullable List<String> disabledPluginIds,
    @Nullable String baseInstructions,
    @Nullable String developerInstructions) {

  /** The settings afterwards. */
  TurnSettings applyTo(TurnSettings current) {
    String newCwd = cwd == null ? current.cwd() : cwd;
    return new TurnSettings(
        or(model, current.model()),
        or(modelProvider, current.modelProvider()),
        current.ownProvider(),
        newCwd,
        workspaceRoots == null ? rootsFor(current, newCwd) : workspaceRoots,
        or(approvalPolicy, current.approvalPolicy()),
        or(approvalsReviewer, current.approvalsReviewer()),
        or(sandboxPolicy, current.sandboxPolicy()),
        reasoningEffort == null ? current.reasoningEffort() : reasoningEffort,
        reasoningSummary == null ? current.reasoningSummary() : reasoningSummary,
        serviceTier.applyTo(current.serviceTier()),
        personality == null ? current.personality() : personality,
        or(disabledPluginIds, current.disabledPluginIds()),
        baseInstructions == null ? current.baseInstructions() : baseInstructions,
        developerInstructions == null ? current.developerInstructions() : developerInstructions,
        // Another sandbox than the profile's means that the profile no longer applies.
        sandboxPolicy == null ? current.permissionProfile() : permissionProfile,
        current.dynamicTools(),
        current.collaboration());
  }

  /** The roots follow the working directory, unless the client chose them. */
  private static List<String> rootsFor(TurnSettings current, String cwd) {
    return current.workspaceRoots().equals(List.of(current.cwd()))
        ? List.of(cwd)
        : current.workspaceRoots();
  }

  private static <T> T or(@Nullable T override, T current) {
    return override == null ? current : override;
  }
}
