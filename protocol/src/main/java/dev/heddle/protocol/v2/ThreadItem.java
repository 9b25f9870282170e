package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.OmitNull;
import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Unsigned;
import dev.heddle.protocol.rpc.Variant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of a turn. */
@TaggedUnion
public sealed interface ThreadItem {
  /** Id of the item, unique within its thread. */
  String id();

  /** When it began, unix milliseconds, or null when not recorded. */
  @Nullable Long startedAtMs();

  /** When it ended, unix milliseconds, or null when not recorded or still running. */
  @Nullable Long completedAtMs();

  /**
   * What the user said.
   *
   * @param clientId the client's own id for it, or null
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("userMessage")
  record UserMessage(
      String id,
      @Nullable String clientId,
      List<UserInput> content,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * Text that hooks added.
   *
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("hookPrompt")
  record HookPrompt(
      String id,
      List<HookPromptFragment> fragments,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * What the agent said.
   *
   * @param moderation null when not checked
   * @param phase null when the model does not say
   * @param memoryCitation null when none was used
   * @param delivery null for the usual way
   * @param questions null when it asks none
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("agentMessage")
  record AgentMessage(
      @Nullable AgentMessageModeration moderation,
      String id,
      String text,
      @Nullable MessagePhase phase,
      @Nullable MemoryCitation memoryCitation,
      @Nullable AgentMessageDelivery delivery,
      @Nullable List<AsyncUserInputQuestion> questions,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * Output of a tool supplied by the client.
   *
   * @param namespace null for none
   * @param output text, or a list of content objects
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("functionCallOutput")
  record FunctionCallOutput(
      String id,
      String name,
      @Nullable String namespace,
      @FunctionCallOutputBody JsonElement output,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * A plan the agent proposes.
   *
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("plan")
  record Plan(String id, String text, @Nullable Long startedAtMs, @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * What the agent thought.
   *
   * @param summary one text per part
   * @param content raw thoughts, empty unless shown
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("reasoning")
  record Reasoning(
      String id,
      @Defaulted List<String> summary,
      @Defaulted List<String> content,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * A command and its output.
   *
   * @param pluginId null unless a plugin's script
   * @param scriptPath null unless a plugin's script
   * @param command the command line
   * @param cwd absolute working directory
   * @param processId null until it runs
   * @param aggregatedOutput stdout and stderr; null while empty
   * @param exitCode null until it ends
   * @param durationMs milliseconds, or null while running or unknown
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("commandExecution")
  record CommandExecution(
      String id,
      @Nullable String pluginId,
      @Nullable String scriptPath,
      String command,
      @LegacyAppPathString String cwd,
      @Nullable String processId,
      @Defaulted CommandExecutionSource source,
      CommandExecutionStatus status,
      List<CommandAction> commandActions,
      @Nullable String aggregatedOutput,
      @Nullable Integer exitCode,
      @Nullable Long durationMs,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * Files changed by the agent.
   *
   * @param changes sorted by path
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("fileChange")
  record FileChange(
      String id,
      List<FileUpdateChange> changes,
      PatchApplyStatus status,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * A call of an MCP tool.
   *
   * @param arguments any JSON
   * @param appContext null when not an app
   * @param mcpAppResourceUri older form of {@code mcpAppUi}
   * @param mcpAppUi null when it has none
   * @param pluginId null when not from a plugin
   * @param readOnlyHint null when not declared
   * @param result null until it ends well
   * @param error null unless it failed
   * @param durationMs milliseconds, or null while running or unknown
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("mcpToolCall")
  record McpToolCall(
      String id,
      String server,
      String tool,
      McpToolCallStatus status,
      JsonElement arguments,
      @Nullable McpToolCallAppContext appContext,
      @OmitNull @Nullable String mcpAppResourceUri,
      @Nullable McpAppUi mcpAppUi,
      @Nullable String pluginId,
      @Nullable Boolean readOnlyHint,
      @Nullable McpToolCallResult result,
      @Nullable McpToolCallError error,
      @Nullable Long durationMs,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * A call of a tool the client implements.
   *
   * @param namespace null for none
   * @param arguments any JSON
   * @param contentItems null until it ends
   * @param success null until it ends
   * @param durationMs milliseconds, or null while running or unknown
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("dynamicToolCall")
  record DynamicToolCall(
      String id,
      @Nullable String namespace,
      String tool,
      JsonElement arguments,
      DynamicToolCallStatus status,
      @Nullable List<DynamicToolCallOutputContentItem> contentItems,
      @Nullable Boolean success,
      @Nullable Long durationMs,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * A message to other agents.
   *
   * @param receiverThreadIds threads addressed; the new one for a spawn
   * @param prompt null when there is none
   * @param model null when not chosen
   * @param reasoningEffort null when not chosen
   * @param agentsStates by thread id
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("collabAgentToolCall")
  record CollabAgentToolCall(
      String id,
      CollabAgentTool tool,
      CollabAgentToolCallStatus status,
      String senderThreadId,
      List<String> receiverThreadIds,
      @Nullable String prompt,
      @Nullable String model,
      @Nullable @ReasoningEffort String reasoningEffort,
      Map<String, CollabAgentState> agentsStates,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * Something a sub-agent did.
   *
   * @param model null unless just created
   * @param reasoningEffort null unless just created
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("subAgentActivity")
  record SubAgentActivity(
      @Nullable String model,
      @Nullable @ReasoningEffort String reasoningEffort,
      String id,
      SubAgentActivityKind kind,
      String agentThreadId,
      String agentPath,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * A search of the web.
   *
   * @param action null until known
   * @param results null when not kept
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant(value = "webSearch", members = "WebSearchItem")
  record WebSearch(
      String id,
      String query,
      @Nullable WebSearchAction action,
      @Nullable List<JsonElement> results,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * A picture the agent looked at.
   *
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("imageView")
  record ImageView(
      String id,
      @LegacyAppPathString String path,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * A pause.
   *
   * @param durationMs milliseconds
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant(value = "sleep", members = "SleepItem")
  record Sleep(
      String id,
      @Unsigned(64) long durationMs,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * A picture the agent made; exactly one of file id and result is present.
   *
   * @param status as the model reports it
   * @param revisedPrompt null when unchanged
   * @param failure null when it worked
   * @param savedPath absolute, or null
   * @param generationId null when unknown
   * @param result base64 bytes
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant(value = "imageGeneration", members = "ImageGenerationItem")
  record ImageGeneration(
      String id,
      String status,
      @Nullable String revisedPrompt,
      @OmitNull @Nullable Boolean transparentBackground,
      @Nullable ImageGenerationFailure failure,
      @OmitNull @Nullable String savedPath,
      @OmitNull @Nullable List<ImageGenerationInputImage> inputImages,
      @Nullable String generationId,
      @OmitNull @Nullable String fileId,
      @OmitNull @Nullable String result,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * A review begins.
   *
   * @param review what is reviewed, for display
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("enteredReviewMode")
  record EnteredReviewMode(
      String id, String review, @Nullable Long startedAtMs, @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * A review ends.
   *
   * @param review its findings as text
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("exitedReviewMode")
  record ExitedReviewMode(
      String id, String review, @Nullable Long startedAtMs, @Nullable Long completedAtMs)
      implements ThreadItem {}

  /**
   * The context was summarised.
   *
   * @param startedAtMs unix milliseconds, or null when not recorded
   * @param completedAtMs unix milliseconds, or null when not recorded
   */
  @Variant("contextCompaction")
  record ContextCompaction(String id, @Nullable Long startedAtMs, @Nullable Long completedAtMs)
      implements ThreadItem {}
}
