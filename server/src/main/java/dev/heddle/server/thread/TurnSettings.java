package dev.heddle.server.thread;

import dev.heddle.protocol.v2.ApprovalsReviewer;
import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.protocol.v2.DynamicToolSpec;
import dev.heddle.protocol.v2.Personality;
import dev.heddle.protocol.v2.ReasoningSummary;
import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.server.config.EnvironmentPolicy;
import dev.heddle.server.config.McpConfig;
import dev.heddle.server.config.ProviderConfig;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a turn of a thread runs with, from its beginning to its end. Immutable.
 *
 * @param model the model's name
 * @param modelProvider id of its provider
 * @param ownProvider that provider as the client configured it for this thread alone, which is not
 *     stored; null when it is the server's
 * @param cwd absolute working directory
 * @param workspaceRoots absolute directories the thread works in; the cwd unless the client says
 * @param machine whether there is a machine to run commands and to change files on; not stored
 * @param mcp the MCP servers whose tools it has; not stored
 * @param environmentPolicy which environment variables commands get; not stored
 * @param approvalPolicy when the user is asked
 * @param approvalsReviewer who is asked
 * @param sandboxPolicy what commands may touch
 * @param reasoningEffort or null for the model's default
 * @param reasoningSummary or null for the configured one
 * @param serviceTier or null
 * @param personality or null
 * @param disabledPluginIds saved for clients; no effect here
 * @param baseInstructions the client's replacement of our instructions, or null
 * @param developerInstructions the client's additional instructions, or null
 * @param dynamicTools tools that the client implements; for the life of the thread
 * @param collaboration how the model works with the user
 * @param permissionProfile id of the named profile that gave the sandbox, or null
 */
public record TurnSettings(
    String model,
    String modelProvider,
    @Nullable ProviderConfig ownProvider,
    String cwd,
    List<String> workspaceRoots,
    boolean machine,
    McpConfig mcp,
    EnvironmentPolicy environmentPolicy,
    AskForApproval approvalPolicy,
    ApprovalsReviewer approvalsReviewer,
    SandboxPolicy sandboxPolicy,
    @Nullable String reasoningEffort,
    @Nullable ReasoningSummary reasoningSummary,
    @Nullable String serviceTier,
    @Nullable Personality personality,
    List<String> disabledPluginIds,
    @Nullable String baseInstructions,
    @Nullable String developerInstructions,
    @Nullable String permissionProfile,
    List<DynamicToolSpec> dynamicTools,
    Collaboration collaboration) {

  // By hand: the first turn of a process compares settings, and would wait for what the JVM makes
  // to compare a record. Most members are the very same.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TurnSettings that && Arrays.deepEquals(members(), that.members());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(members());
  }

  private @Nullable Object[] members() {
    return new @Nullable Object[] {
      model,
      modelProvider,
      ownProvider,
      cwd,
      workspaceRoots,
      machine,
      mcp,
      environmentPolicy,
      approvalPolicy,
      approvalsReviewer,
      sandboxPolicy,
      reasoningEffort,
      reasoningSummary,
      serviceTier,
      personality,
      disabledPluginIds,
      baseInstructions,
      developerInstructions,
      permissionProfile,
      dynamicTools,
      collaboration
    };
  }

  /**
   * The same for work that nobody watches: nobody is asked for approval or anything else.
   *
   * @param otherModel the model's name, or null for this one
   */
  public TurnSettings unattended(@Nullable String otherModel) {
    return with(
        otherModel == null ? model : otherModel,
        ownProvider,
        new AskForApproval.Never(),
        reasoningEffort,
        List.of(),
        McpConfig.NONE,
        Collaboration.DEFAULT);
  }

  /** The same with the provider as this thread alone has it; null for the server's. */
  public TurnSettings withOwnProvider(@Nullable ProviderConfig provider) {
    return with(model, provider, approvalPolicy, reasoningEffort, dynamicTools, mcp, collaboration);
  }

  /** The same with these MCP servers. */
  public TurnSettings withMcp(McpConfig servers) {
    return with(
        model, ownProvider, approvalPolicy, reasoningEffort, dynamicTools, servers, collaboration);
  }

  /** The same with this model and its effort, null for the model's default. */
  public TurnSettings withModel(String newModel, @Nullable String newEffort) {
    return with(newModel, ownProvider, approvalPolicy, newEffort, dynamicTools, mcp, collaboration);
  }

  /** The same with these tools of the client. */
  public TurnSettings withDynamicTools(List<DynamicToolSpec> tools) {
    return with(
        model,
        ownProvider,
        approvalPolicy,
        reasoningEffort,
        List.copyOf(tools),
        mcp,
        collaboration);
  }

  /** The same with another way to work with the user, and the effort that belongs to it. */
  public TurnSettings withCollaboration(Collaboration other, @Nullable String effort) {
    return with(model, ownProvider, approvalPolicy, effort, dynamicTools, mcp, other);
  }

  private TurnSettings with(
      String newModel,
      @Nullable ProviderConfig newOwnProvider,
      AskForApproval newApprovalPolicy,
      @Nullable String newEffort,
      List<DynamicToolSpec> newTools,
      McpConfig newMcp,
      Collaboration newCollaboration) {
    return new TurnSettings(
        newModel,
        modelProvider,
        newOwnProvider,
        cwd,
        workspaceRoots,
        machine,
        newMcp,
        environmentPolicy,
        newApprovalPolicy,
        approvalsReviewer,
        sandboxPolicy,
        newEffort,
        reasoningSummary,
        serviceTier,
        personality,
        disabledPluginIds,
        baseInstructions,
        developerInstructions,
        permissionProfile,
        newTools,
        newCollaboration);
  }
}
