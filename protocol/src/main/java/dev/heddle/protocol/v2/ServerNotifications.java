package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.NotificationSpec;
import java.util.List;

/** The table of notifications the server sends, with their params. Thread-safe. */
public final class ServerNotifications {
  public static final NotificationSpec<ErrorNotification> ERROR =
      stable("error", ErrorNotification.class);

  public static final NotificationSpec<ThreadStartedNotification> THREAD_STARTED =
      stable("thread/started", ThreadStartedNotification.class);

  public static final NotificationSpec<ThreadStatusChangedNotification> THREAD_STATUS_CHANGED =
      stable("thread/status/changed", ThreadStatusChangedNotification.class);

  public static final NotificationSpec<ThreadReadStateChangedNotification>
      THREAD_READ_STATE_CHANGED =
          experimental("thread/readState/changed", ThreadReadStateChangedNotification.class);

  public static final NotificationSpec<ThreadArchivedNotification> THREAD_ARCHIVED =
      stable("thread/archived", ThreadArchivedNotification.class);

  public static final NotificationSpec<ThreadDeletedNotification> THREAD_DELETED =
      stable("thread/deleted", ThreadDeletedNotification.class);

  public static final NotificationSpec<ThreadUnarchivedNotification> THREAD_UNARCHIVED =
      stable("thread/unarchived", ThreadUnarchivedNotification.class);

  public static final NotificationSpec<ThreadClosedNotification> THREAD_CLOSED =
      stable("thread/closed", ThreadClosedNotification.class);

  public static final NotificationSpec<ThreadRevertedNotification> THREAD_REVERTED =
      stable("thread/reverted", ThreadRevertedNotification.class);

  public static final NotificationSpec<SkillsChangedNotification> SKILLS_CHANGED =
      stable("skills/changed", SkillsChangedNotification.class);

  public static final NotificationSpec<ThreadNameUpdatedNotification> THREAD_NAME_UPDATED =
      stable("thread/name/updated", ThreadNameUpdatedNotification.class);

  public static final NotificationSpec<ThreadSectionChangedNotification> THREAD_SECTION_CHANGED =
      stable("thread/section/changed", ThreadSectionChangedNotification.class);

  public static final NotificationSpec<ThreadAttachmentUpdatedNotification>
      THREAD_ATTACHMENT_UPDATED =
          stable("thread/attachment/updated", ThreadAttachmentUpdatedNotification.class);

  public static final NotificationSpec<ThreadGoalUpdatedNotification> THREAD_GOAL_UPDATED =
      stable("thread/goal/updated", ThreadGoalUpdatedNotification.class);

  public static final NotificationSpec<ThreadGoalClearedNotification> THREAD_GOAL_CLEARED =
      stable("thread/goal/cleared", ThreadGoalClearedNotification.class);

  public static final NotificationSpec<ThreadQueueChangedNotification> THREAD_QUEUE_CHANGED =
      experimental("thread/queue/changed", ThreadQueueChangedNotification.class);

  public static final NotificationSpec<ProjectChangedNotification> PROJECT_CHANGED =
      experimental("project/changed", ProjectChangedNotification.class);

  public static final NotificationSpec<ThreadProjectUpdatedNotification> THREAD_PROJECT_UPDATED =
      experimental("thread/project/updated", ThreadProjectUpdatedNotification.class);

  public static final NotificationSpec<ThreadSettingsUpdatedNotification> THREAD_SETTINGS_UPDATED =
      experimental("thread/settings/updated", ThreadSettingsUpdatedNotification.class);

  public static final NotificationSpec<ThreadTokenUsageUpdatedNotification>
      THREAD_TOKEN_USAGE_UPDATED =
          stable("thread/tokenUsage/updated", ThreadTokenUsageUpdatedNotification.class);

  public static final NotificationSpec<TurnStartedNotification> TURN_STARTED =
      stable("turn/started", TurnStartedNotification.class);

  public static final NotificationSpec<TurnCompletedNotification> TURN_COMPLETED =
      stable("turn/completed", TurnCompletedNotification.class);

  public static final NotificationSpec<TurnDiffUpdatedNotification> TURN_DIFF_UPDATED =
      stable("turn/diff/updated", TurnDiffUpdatedNotification.class);

  public static final NotificationSpec<TurnPlanUpdatedNotification> TURN_PLAN_UPDATED =
      stable("turn/plan/updated", TurnPlanUpdatedNotification.class);

  public static final NotificationSpec<ItemStartedNotification> ITEM_STARTED =
      stable("item/started", ItemStartedNotification.class);

  public static final NotificationSpec<ItemCompletedNotification> ITEM_COMPLETED =
      stable("item/completed", ItemCompletedNotification.class);

  public static final NotificationSpec<RawResponseItemCompletedNotification>
      RAW_RESPONSE_ITEM_COMPLETED =
          stable("rawResponseItem/completed", RawResponseItemCompletedNotification.class);

  public static final NotificationSpec<AgentMessageDeltaNotification> ITEM_AGENT_MESSAGE_DELTA =
      stable("item/agentMessage/delta", AgentMessageDeltaNotification.class);

  public static final NotificationSpec<PlanDeltaNotification> ITEM_PLAN_DELTA =
      stable("item/plan/delta", PlanDeltaNotification.class);

  public static final NotificationSpec<CommandExecutionOutputDeltaNotification>
      ITEM_COMMAND_EXECUTION_OUTPUT_DELTA =
          stable(
              "item/commandExecution/outputDelta", CommandExecutionOutputDeltaNotification.class);

  public static final NotificationSpec<TerminalInteractionNotification>
      ITEM_COMMAND_EXECUTION_TERMINAL_INTERACTION =
          stable(
              "item/commandExecution/terminalInteraction", TerminalInteractionNotification.class);

  public static final NotificationSpec<FileChangeOutputDeltaNotification>
      ITEM_FILE_CHANGE_OUTPUT_DELTA =
          stable("item/fileChange/outputDelta", FileChangeOutputDeltaNotification.class);

  public static final NotificationSpec<FileChangePatchUpdatedNotification>
      ITEM_FILE_CHANGE_PATCH_UPDATED =
          stable("item/fileChange/patchUpdated", FileChangePatchUpdatedNotification.class);

  public static final NotificationSpec<ServerRequestResolvedNotification> SERVER_REQUEST_RESOLVED =
      stable("serverRequest/resolved", ServerRequestResolvedNotification.class);

  public static final NotificationSpec<McpToolCallProgressNotification>
      ITEM_MCP_TOOL_CALL_PROGRESS =
          stable("item/mcpToolCall/progress", McpToolCallProgressNotification.class);

  public static final NotificationSpec<McpServerStatusUpdatedNotification>
      MCP_SERVER_STARTUP_STATUS_UPDATED =
          stable("mcpServer/startupStatus/updated", McpServerStatusUpdatedNotification.class);

  public static final NotificationSpec<FsChangedNotification> FS_CHANGED =
      stable("fs/changed", FsChangedNotification.class);

  public static final NotificationSpec<CommandExecOutputDeltaNotification>
      COMMAND_EXEC_OUTPUT_DELTA =
          stable("command/exec/outputDelta", CommandExecOutputDeltaNotification.class);

  public static final NotificationSpec<ProcessOutputDeltaNotification> PROCESS_OUTPUT_DELTA =
      experimental("process/outputDelta", ProcessOutputDeltaNotification.class);

  public static final NotificationSpec<ProcessExitedNotification> PROCESS_EXITED =
      experimental("process/exited", ProcessExitedNotification.class);

  public static final NotificationSpec<FuzzyFileSearchSessionUpdatedNotification>
      FUZZY_FILE_SEARCH_SESSION_UPDATED =
          stable("fuzzyFileSearch/sessionUpdated", FuzzyFileSearchSessionUpdatedNotification.class);

  public static final NotificationSpec<FuzzyFileSearchSessionCompletedNotification>
      FUZZY_FILE_SEARCH_SESSION_COMPLETED =
          stable(
              "fuzzyFileSearch/sessionCompleted",
              FuzzyFileSearchSessionCompletedNotification.class);

  public static final NotificationSpec<AccountUpdatedNotification> ACCOUNT_UPDATED =
      stable("account/updated", AccountUpdatedNotification.class);

  public static final NotificationSpec<AccountRateLimitsUpdatedNotification>
      ACCOUNT_RATE_LIMITS_UPDATED =
          stable("account/rateLimits/updated", AccountRateLimitsUpdatedNotification.class);

  public static final NotificationSpec<RemoteControlStatusChangedNotification>
      REMOTE_CONTROL_STATUS_CHANGED =
          stable("remoteControl/status/changed", RemoteControlStatusChangedNotification.class);

  public static final NotificationSpec<ReasoningSummaryTextDeltaNotification>
      ITEM_REASONING_SUMMARY_TEXT_DELTA =
          stable("item/reasoning/summaryTextDelta", ReasoningSummaryTextDeltaNotification.class);

  public static final NotificationSpec<ReasoningSummaryPartAddedNotification>
      ITEM_REASONING_SUMMARY_PART_ADDED =
          stable("item/reasoning/summaryPartAdded", ReasoningSummaryPartAddedNotification.class);

  public static final NotificationSpec<ReasoningTextDeltaNotification> ITEM_REASONING_TEXT_DELTA =
      stable("item/reasoning/textDelta", ReasoningTextDeltaNotification.class);

  public static final NotificationSpec<ContextCompactedNotification> THREAD_COMPACTED =
      stable("thread/compacted", ContextCompactedNotification.class);

  public static final NotificationSpec<ModelReroutedNotification> MODEL_REROUTED =
      stable("model/rerouted", ModelReroutedNotification.class);

  public static final NotificationSpec<WarningNotification> WARNING =
      stable("warning", WarningNotification.class);

  public static final NotificationSpec<DeprecationNoticeNotification> DEPRECATION_NOTICE =
      stable("deprecationNotice", DeprecationNoticeNotification.class);

  public static final NotificationSpec<ConfigWarningNotification> CONFIG_WARNING =
      stable("configWarning", ConfigWarningNotification.class);

  private static final List<NotificationSpec<?>> ALL =
      List.of(
          ERROR,
          THREAD_STARTED,
          THREAD_STATUS_CHANGED,
          THREAD_READ_STATE_CHANGED,
          THREAD_ARCHIVED,
          THREAD_DELETED,
          THREAD_UNARCHIVED,
          THREAD_CLOSED,
          THREAD_REVERTED,
          SKILLS_CHANGED,
          THREAD_NAME_UPDATED,
          THREAD_SECTION_CHANGED,
          THREAD_ATTACHMENT_UPDATED,
          THREAD_GOAL_UPDATED,
          THREAD_GOAL_CLEARED,
          THREAD_QUEUE_CHANGED,
          PROJECT_CHANGED,
          THREAD_PROJECT_UPDATED,
          THREAD_SETTINGS_UPDATED,
          THREAD_TOKEN_USAGE_UPDATED,
          TURN_STARTED,
          TURN_COMPLETED,
          TURN_DIFF_UPDATED,
          TURN_PLAN_UPDATED,
          ITEM_STARTED,
          ITEM_COMPLETED,
          RAW_RESPONSE_ITEM_COMPLETED,
          ITEM_AGENT_MESSAGE_DELTA,
          ITEM_PLAN_DELTA,
          ITEM_COMMAND_EXECUTION_OUTPUT_DELTA,
          ITEM_COMMAND_EXECUTION_TERMINAL_INTERACTION,
          ITEM_FILE_CHANGE_OUTPUT_DELTA,
          ITEM_FILE_CHANGE_PATCH_UPDATED,
          SERVER_REQUEST_RESOLVED,
          ITEM_MCP_TOOL_CALL_PROGRESS,
          MCP_SERVER_STARTUP_STATUS_UPDATED,
          FS_CHANGED,
          COMMAND_EXEC_OUTPUT_DELTA,
          PROCESS_OUTPUT_DELTA,
          PROCESS_EXITED,
          FUZZY_FILE_SEARCH_SESSION_UPDATED,
          FUZZY_FILE_SEARCH_SESSION_COMPLETED,
          ACCOUNT_UPDATED,
          ACCOUNT_RATE_LIMITS_UPDATED,
          REMOTE_CONTROL_STATUS_CHANGED,
          ITEM_REASONING_SUMMARY_TEXT_DELTA,
          ITEM_REASONING_SUMMARY_PART_ADDED,
          ITEM_REASONING_TEXT_DELTA,
          THREAD_COMPACTED,
          MODEL_REROUTED,
          WARNING,
          DEPRECATION_NOTICE,
          CONFIG_WARNING);

  private ServerNotifications() {}

  /** Every notification, in table order. */
  public static List<NotificationSpec<?>> all() {
    return ALL;
  }

  private static <P> NotificationSpec<P> stable(String name, Class<P> params) {
    return new NotificationSpec<>(name, params, false);
  }

  /** Withheld from clients that did not declare the experimental capability. */
  private static <P> NotificationSpec<P> experimental(String name, Class<P> params) {
    return new NotificationSpec<>(name, params, true);
  }
}
