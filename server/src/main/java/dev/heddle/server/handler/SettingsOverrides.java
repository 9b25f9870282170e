package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.Settable;
import dev.heddle.protocol.v2.ApprovalsReviewer;
import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.protocol.v2.Personality;
import dev.heddle.protocol.v2.ReasoningSummary;
import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.server.config.WorkingDirectory;
import dev.heddle.server.thread.TurnSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request changes of a thread's settings; null keeps. Immutable.
 *
 * @param cwd absolute
 * @param workspaceRoots absolute
 * @param machine whether there is a machine to work on; null when nothing was said of it: then
 *     there is one as soon as the client says where to work
 */
record SettingsOverrides(
    @Nullable String model,
    @Nullable String modelProvider,
    @Nullable String cwd,
    @Nullable List<String> workspaceRoots,
    @Nullable Boolean machine,
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
    boolean saysWhere = cwd != null || workspaceRoots != null;
    boolean wanted = machine == null ? current.machine() || saysWhere : machine;
    boolean newMachine = wanted && WorkingDirectory.isPath(newCwd);
    return new TurnSettings(
        or(model, current.model()),
        or(modelProvider, current.modelProvider()),
        current.ownProvider(),
        newCwd,
        newMachine ? or(workspaceRoots, rootsFor(current, newCwd)) : List.of(),
        newMachine,
        current.mcp(),
        current.environmentPolicy(),
        or(approvalPolicy, current.approvalPolicy()),
        approvalsReviewer == null ? current.approvalsReviewer() : present(approvalsReviewer),
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

  /** Where the working directory was a root, the new one is in its place. */
  private static List<String> rootsFor(TurnSettings current, String cwd) {
    return current.machine()
        ? current.workspaceRoots().stream()
            .map(root -> root.equals(current.cwd()) ? cwd : root)
            .distinct()
            .toList()
        : List.of(cwd);
  }

  private static ApprovalsReviewer present(ApprovalsReviewer asked) {
    return asked == ApprovalsReviewer.GUARDIAN_SUBAGENT ? ApprovalsReviewer.AUTO_REVIEW : asked;
  }

  private static <T> T or(@Nullable T override, T current) {
    return override == null ? current : override;
  }
}
