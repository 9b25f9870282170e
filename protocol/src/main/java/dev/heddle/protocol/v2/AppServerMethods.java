package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.NoParams;
import dev.heddle.protocol.rpc.SerializationScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The table of client requests: every method with its types, what it may not overlap with, and
 * whether it needs the experimental capability. The order is that of the list in the answer to an
 * unknown method. Thread-safe.
 *
 * <p>Using this class loads every params and result class, so the connection answers {@code
 * initialize} from {@link InitializeMethod} alone.
 */
public final class AppServerMethods {
  public static final MethodSpec<InitializeParams, InitializeResponse> INITIALIZE =
      InitializeMethod.SPEC;

  public static final MethodSpec<ServerDiagnosticsParams, ServerDiagnosticsResponse>
      SERVER_DIAGNOSTICS =
          concurrent(
                  "server/diagnostics",
                  ServerDiagnosticsParams.class,
                  ServerDiagnosticsResponse.class)
              .gated();

  public static final MethodSpec<ThreadStartParams, ThreadStartResponse> THREAD_START =
      concurrent("thread/start", ThreadStartParams.class, ThreadStartResponse.class);

  public static final MethodSpec<ThreadResumeParams, ThreadResumeResponse> THREAD_RESUME =
      threadOrPath("thread/resume", ThreadResumeParams.class, ThreadResumeResponse.class);

  public static final MethodSpec<ThreadForkParams, ThreadForkResponse> THREAD_FORK =
      threadOrPath("thread/fork", ThreadForkParams.class, ThreadForkResponse.class);

  public static final MethodSpec<ThreadArchiveParams, ThreadArchiveResponse> THREAD_ARCHIVE =
      onThread("thread/archive", ThreadArchiveParams.class, ThreadArchiveResponse.class);

  public static final MethodSpec<ThreadDeleteParams, ThreadDeleteResponse> THREAD_DELETE =
      onThread("thread/delete", ThreadDeleteParams.class, ThreadDeleteResponse.class);

  public static final MethodSpec<ThreadUnsubscribeParams, ThreadUnsubscribeResponse>
      THREAD_UNSUBSCRIBE =
          onThread(
              "thread/unsubscribe", ThreadUnsubscribeParams.class, ThreadUnsubscribeResponse.class);

  public static final MethodSpec<ThreadSetNameParams, ThreadSetNameResponse> THREAD_NAME_SET =
      onThread("thread/name/set", ThreadSetNameParams.class, ThreadSetNameResponse.class);

  public static final MethodSpec<ThreadGoalSetParams, ThreadGoalSetResponse> THREAD_GOAL_SET =
      onThread("thread/goal/set", ThreadGoalSetParams.class, ThreadGoalSetResponse.class);

  public static final MethodSpec<ThreadGoalGetParams, ThreadGoalGetResponse> THREAD_GOAL_GET =
      onThread("thread/goal/get", ThreadGoalGetParams.class, ThreadGoalGetResponse.class);

  public static final MethodSpec<ThreadGoalClearParams, ThreadGoalClearResponse> THREAD_GOAL_CLEAR =
      onThread("thread/goal/clear", ThreadGoalClearParams.class, ThreadGoalClearResponse.class);

  public static final MethodSpec<ThreadQueueAddParams, ThreadQueueAddResponse> THREAD_QUEUE_ADD =
      onThread("thread/queue/add", ThreadQueueAddParams.class, ThreadQueueAddResponse.class)
          .gated();

  public static final MethodSpec<ThreadQueueListParams, ThreadQueueListResponse> THREAD_QUEUE_LIST =
      onThread("thread/queue/list", ThreadQueueListParams.class, ThreadQueueListResponse.class)
          .gated();

  public static final MethodSpec<ThreadQueueUpdateParams, ThreadQueueUpdateResponse>
      THREAD_QUEUE_UPDATE =
          onThread(
                  "thread/queue/update",
                  ThreadQueueUpdateParams.class,
                  ThreadQueueUpdateResponse.class)
              .gated();

  public static final MethodSpec<ThreadQueueDeleteParams, ThreadQueueDeleteResponse>
      THREAD_QUEUE_DELETE =
          onThread(
                  "thread/queue/delete",
                  ThreadQueueDeleteParams.class,
                  ThreadQueueDeleteResponse.class)
              .gated();

  public static final MethodSpec<ThreadQueueReorderParams, ThreadQueueReorderResponse>
      THREAD_QUEUE_REORDER =
          onThread(
                  "thread/queue/reorder",
                  ThreadQueueReorderParams.class,
                  ThreadQueueReorderResponse.class)
              .gated();

  public static final MethodSpec<ThreadQueueStartParams, ThreadQueueStartResponse>
      THREAD_QUEUE_START =
          onThread(
                  "thread/queue/start",
                  ThreadQueueStartParams.class,
                  ThreadQueueStartResponse.class)
              .gated();

  public static final MethodSpec<ThreadMetadataUpdateParams, ThreadMetadataUpdateResponse>
      THREAD_METADATA_UPDATE =
          onThread(
              "thread/metadata/update",
              ThreadMetadataUpdateParams.class,
              ThreadMetadataUpdateResponse.class);

  public static final MethodSpec<ThreadSectionMoveParams, ThreadSectionMoveResponse>
      THREAD_SECTION_MOVE =
          onThread(
              "thread/section/move",
              ThreadSectionMoveParams.class,
              ThreadSectionMoveResponse.class);

  public static final MethodSpec<ThreadSettingsUpdateParams, ThreadSettingsUpdateResponse>
      THREAD_SETTINGS_UPDATE =
          onThread(
                  "thread/settings/update",
                  ThreadSettingsUpdateParams.class,
                  ThreadSettingsUpdateResponse.class)
              .gated();

  public static final MethodSpec<ThreadMemoryModeSetParams, ThreadMemoryModeSetResponse>
      THREAD_MEMORY_MODE_SET =
          onThread(
                  "thread/memoryMode/set",
                  ThreadMemoryModeSetParams.class,
                  ThreadMemoryModeSetResponse.class)
              .gated();

  public static final MethodSpec<ThreadUnarchiveParams, ThreadUnarchiveResponse> THREAD_UNARCHIVE =
      onThread("thread/unarchive", ThreadUnarchiveParams.class, ThreadUnarchiveResponse.class);

  public static final MethodSpec<ThreadCompactStartParams, ThreadCompactStartResponse>
      THREAD_COMPACT_START =
          onThread(
              "thread/compact/start",
              ThreadCompactStartParams.class,
              ThreadCompactStartResponse.class);

  public static final MethodSpec<ThreadShellCommandParams, ThreadShellCommandResponse>
      THREAD_SHELL_COMMAND =
          onThread(
              "thread/shellCommand",
              ThreadShellCommandParams.class,
              ThreadShellCommandResponse.class);

  public static final MethodSpec<
          ThreadBackgroundTerminalsCleanParams, ThreadBackgroundTerminalsCleanResponse>
      THREAD_BACKGROUND_TERMINALS_CLEAN =
          onThread(
                  "thread/backgroundTerminals/clean",
                  ThreadBackgroundTerminalsCleanParams.class,
                  ThreadBackgroundTerminalsCleanResponse.class)
              .gated();

  public static final MethodSpec<
          ThreadBackgroundTerminalsListParams, ThreadBackgroundTerminalsListResponse>
      THREAD_BACKGROUND_TERMINALS_LIST =
          onThread(
                  "thread/backgroundTerminals/list",
                  ThreadBackgroundTerminalsListParams.class,
                  ThreadBackgroundTerminalsListResponse.class)
              .gated();

  public static final MethodSpec<
          ThreadBackgroundTerminalsTerminateParams, ThreadBackgroundTerminalsTerminateResponse>
      THREAD_BACKGROUND_TERMINALS_TERMINATE =
          onThread(
                  "thread/backgroundTerminals/terminate",
                  ThreadBackgroundTerminalsTerminateParams.class,
                  ThreadBackgroundTerminalsTerminateResponse.class)
              .gated();

  public static final MethodSpec<ThreadRevertParams, ThreadRevertResponse> THREAD_REVERT =
      onThread("thread/revert", ThreadRevertParams.class, ThreadRevertResponse.class);

  public static final MethodSpec<ThreadRollbackParams, ThreadRollbackResponse> THREAD_ROLLBACK =
      onThread("thread/rollback", ThreadRollbackParams.class, ThreadRollbackResponse.class);

  public static final MethodSpec<ThreadListParams, ThreadListResponse> THREAD_LIST =
      concurrent("thread/list", ThreadListParams.class, ThreadListResponse.class);

  public static final MethodSpec<ThreadSectionListParams, ThreadSectionListResponse>
      THREAD_SECTION_LIST =
          shared(
              "threadSection/list",
              ThreadSectionListParams.class,
              ThreadSectionListResponse.class,
              "thread-sections");

  public static final MethodSpec<ThreadSectionCreateParams, ThreadSectionCreateResponse>
      THREAD_SECTION_CREATE =
          exclusive(
              "threadSection/create",
              ThreadSectionCreateParams.class,
              ThreadSectionCreateResponse.class,
              "thread-sections");

  public static final MethodSpec<ThreadSectionUpdateParams, ThreadSectionUpdateResponse>
      THREAD_SECTION_UPDATE =
          exclusive(
              "threadSection/update",
              ThreadSectionUpdateParams.class,
              ThreadSectionUpdateResponse.class,
              "thread-sections");

  public static final MethodSpec<ThreadSectionDeleteParams, ThreadSectionDeleteResponse>
      THREAD_SECTION_DELETE =
          exclusive(
              "threadSection/delete",
              ThreadSectionDeleteParams.class,
              ThreadSectionDeleteResponse.class,
              "thread-sections");

  public static final MethodSpec<ThreadSearchParams, ThreadSearchResponse> THREAD_SEARCH =
      concurrent("thread/search", ThreadSearchParams.class, ThreadSearchResponse.class).gated();

  public static final MethodSpec<ThreadSearchOccurrencesParams, ThreadSearchOccurrencesResponse>
      THREAD_SEARCH_OCCURRENCES =
          concurrent(
                  "thread/searchOccurrences",
                  ThreadSearchOccurrencesParams.class,
                  ThreadSearchOccurrencesResponse.class)
              .gated();

  public static final MethodSpec<ThreadLoadedListParams, ThreadLoadedListResponse>
      THREAD_LOADED_LIST =
          concurrent(
              "thread/loaded/list", ThreadLoadedListParams.class, ThreadLoadedListResponse.class);

  public static final MethodSpec<ThreadReadParams, ThreadReadResponse> THREAD_READ =
      onThread("thread/read", ThreadReadParams.class, ThreadReadResponse.class);

  public static final MethodSpec<ThreadReadStateUpdateParams, ThreadReadStateUpdateResponse>
      THREAD_READ_STATE_UPDATE =
          onThread(
                  "thread/readState/update",
                  ThreadReadStateUpdateParams.class,
                  ThreadReadStateUpdateResponse.class)
              .gated();

  public static final MethodSpec<ThreadTurnsListParams, ThreadTurnsListResponse> THREAD_TURNS_LIST =
      concurrent("thread/turns/list", ThreadTurnsListParams.class, ThreadTurnsListResponse.class);

  public static final MethodSpec<ThreadItemsListParams, ThreadItemsListResponse> THREAD_ITEMS_LIST =
      concurrent("thread/items/list", ThreadItemsListParams.class, ThreadItemsListResponse.class);

  public static final MethodSpec<ThreadInjectItemsParams, ThreadInjectItemsResponse>
      THREAD_INJECT_ITEMS =
          onThread(
              "thread/inject_items",
              ThreadInjectItemsParams.class,
              ThreadInjectItemsResponse.class);

  public static final MethodSpec<SkillsListParams, SkillsListResponse> SKILLS_LIST =
      shared("skills/list", SkillsListParams.class, SkillsListResponse.class, "config");

  public static final MethodSpec<SkillsConfigWriteParams, SkillsConfigWriteResponse>
      SKILLS_CONFIG_WRITE =
          exclusive(
              "skills/config/write",
              SkillsConfigWriteParams.class,
              SkillsConfigWriteResponse.class,
              "config");

  public static final MethodSpec<HooksListParams, HooksListResponse> HOOKS_LIST =
      shared("hooks/list", HooksListParams.class, HooksListResponse.class, "config");

  public static final MethodSpec<FsReadFileParams, FsReadFileResponse> FS_READ_FILE =
      concurrent("fs/readFile", FsReadFileParams.class, FsReadFileResponse.class);

  public static final MethodSpec<FsWriteFileParams, FsWriteFileResponse> FS_WRITE_FILE =
      concurrent("fs/writeFile", FsWriteFileParams.class, FsWriteFileResponse.class);

  public static final MethodSpec<FsCreateDirectoryParams, FsCreateDirectoryResponse>
      FS_CREATE_DIRECTORY =
          concurrent(
              "fs/createDirectory", FsCreateDirectoryParams.class, FsCreateDirectoryResponse.class);

  public static final MethodSpec<FsGetMetadataParams, FsGetMetadataResponse> FS_GET_METADATA =
      concurrent("fs/getMetadata", FsGetMetadataParams.class, FsGetMetadataResponse.class);

  public static final MethodSpec<FsReadDirectoryParams, FsReadDirectoryResponse> FS_READ_DIRECTORY =
      concurrent("fs/readDirectory", FsReadDirectoryParams.class, FsReadDirectoryResponse.class);

  public static final MethodSpec<FsRemoveParams, FsRemoveResponse> FS_REMOVE =
      concurrent("fs/remove", FsRemoveParams.class, FsRemoveResponse.class);

  public static final MethodSpec<FsCopyParams, FsCopyResponse> FS_COPY =
      concurrent("fs/copy", FsCopyParams.class, FsCopyResponse.class);

  public static final MethodSpec<FsWatchParams, FsWatchResponse> FS_WATCH =
      new MethodSpec<>(
          "fs/watch",
          FsWatchParams.class,
          FsWatchResponse.class,
          p -> SerializationScope.global("fs/watch " + p.watchId()),
          false);

  public static final MethodSpec<FsUnwatchParams, FsUnwatchResponse> FS_UNWATCH =
      new MethodSpec<>(
          "fs/unwatch",
          FsUnwatchParams.class,
          FsUnwatchResponse.class,
          p -> SerializationScope.global("fs/watch " + p.watchId()),
          false);

  public static final MethodSpec<TurnStartParams, TurnStartResponse> TURN_START =
      onThread("turn/start", TurnStartParams.class, TurnStartResponse.class);

  public static final MethodSpec<TurnSteerParams, TurnSteerResponse> TURN_STEER =
      onThread("turn/steer", TurnSteerParams.class, TurnSteerResponse.class);

  public static final MethodSpec<TurnInterruptParams, TurnInterruptResponse> TURN_INTERRUPT =
      onThread("turn/interrupt", TurnInterruptParams.class, TurnInterruptResponse.class);

  public static final MethodSpec<ReviewStartParams, ReviewStartResponse> REVIEW_START =
      onThread("review/start", ReviewStartParams.class, ReviewStartResponse.class);

  public static final MethodSpec<ModelListParams, ModelListResponse> MODEL_LIST =
      concurrent("model/list", ModelListParams.class, ModelListResponse.class);

  public static final MethodSpec<ModelProviderListParams, ModelProviderListResponse>
      MODEL_PROVIDER_LIST =
          shared(
              "modelProvider/list",
              ModelProviderListParams.class,
              ModelProviderListResponse.class,
              "config");

  public static final MethodSpec<
          ModelProviderCapabilitiesReadParams, ModelProviderCapabilitiesReadResponse>
      MODEL_PROVIDER_CAPABILITIES_READ =
          shared(
              "modelProvider/capabilities/read",
              ModelProviderCapabilitiesReadParams.class,
              ModelProviderCapabilitiesReadResponse.class,
              "config");

  public static final MethodSpec<ExperimentalFeatureListParams, ExperimentalFeatureListResponse>
      EXPERIMENTAL_FEATURE_LIST =
          shared(
              "experimentalFeature/list",
              ExperimentalFeatureListParams.class,
              ExperimentalFeatureListResponse.class,
              "config");

  public static final MethodSpec<PermissionProfileListParams, PermissionProfileListResponse>
      PERMISSION_PROFILE_LIST =
          shared(
              "permissionProfile/list",
              PermissionProfileListParams.class,
              PermissionProfileListResponse.class,
              "config");

  public static final MethodSpec<CollaborationModeListParams, CollaborationModeListResponse>
      COLLABORATION_MODE_LIST =
          concurrent(
                  "collaborationMode/list",
                  CollaborationModeListParams.class,
                  CollaborationModeListResponse.class)
              .gated();

  public static final MethodSpec<ListMcpServerStatusParams, ListMcpServerStatusResponse>
      MCP_SERVER_STATUS_LIST =
          shared(
              "mcpServerStatus/list",
              ListMcpServerStatusParams.class,
              ListMcpServerStatusResponse.class,
              "mcp-registry");

  public static final MethodSpec<McpServerToolCallParams, McpServerToolCallResponse>
      MCP_SERVER_TOOL_CALL =
          onThread(
              "mcpServer/tool/call",
              McpServerToolCallParams.class,
              McpServerToolCallResponse.class);

  public static final MethodSpec<McpResourceReadParams, McpResourceReadResponse>
      MCP_SERVER_RESOURCE_READ =
          concurrent(
              "mcpServer/resource/read",
              McpResourceReadParams.class,
              McpResourceReadResponse.class);

  public static final MethodSpec<NoParams, McpServerRefreshResponse> CONFIG_MCP_SERVER_RELOAD =
      exclusive(
          "config/mcpServer/reload",
          NoParams.class,
          McpServerRefreshResponse.class,
          "mcp-registry");

  public static final MethodSpec<GetAccountRateLimitsParams, GetAccountRateLimitsResponse>
      ACCOUNT_RATE_LIMITS_READ =
          shared(
              "account/rateLimits/read",
              GetAccountRateLimitsParams.class,
              GetAccountRateLimitsResponse.class,
              "account-auth");

  public static final MethodSpec<ConfigReadParams, ConfigReadResponse> CONFIG_READ =
      shared("config/read", ConfigReadParams.class, ConfigReadResponse.class, "config");

  public static final MethodSpec<ConfigValueWriteParams, ConfigWriteResponse> CONFIG_VALUE_WRITE =
      exclusive(
          "config/value/write", ConfigValueWriteParams.class, ConfigWriteResponse.class, "config");

  public static final MethodSpec<ConfigBatchWriteParams, ConfigWriteResponse> CONFIG_BATCH_WRITE =
      exclusive(
          "config/batchWrite", ConfigBatchWriteParams.class, ConfigWriteResponse.class, "config");

  public static final MethodSpec<NoParams, ConfigRequirementsReadResponse>
      CONFIG_REQUIREMENTS_READ =
          shared(
              "configRequirements/read",
              NoParams.class,
              ConfigRequirementsReadResponse.class,
              "config");

  public static final MethodSpec<GetAccountParams, GetAccountResponse> ACCOUNT_READ =
      shared("account/read", GetAccountParams.class, GetAccountResponse.class, "account-auth");

  public static final MethodSpec<GetConversationSummaryParams, GetConversationSummaryResponse>
      GET_CONVERSATION_SUMMARY =
          concurrent(
              "getConversationSummary",
              GetConversationSummaryParams.class,
              GetConversationSummaryResponse.class);

  public static final MethodSpec<FuzzyFileSearchParams, FuzzyFileSearchResponse> FUZZY_FILE_SEARCH =
      concurrent("fuzzyFileSearch", FuzzyFileSearchParams.class, FuzzyFileSearchResponse.class);

  public static final MethodSpec<
          FuzzyFileSearchSessionStartParams, FuzzyFileSearchSessionStartResponse>
      FUZZY_FILE_SEARCH_SESSION_START =
          exclusive(
                  "fuzzyFileSearch/sessionStart",
                  FuzzyFileSearchSessionStartParams.class,
                  FuzzyFileSearchSessionStartResponse.class,
                  "fuzzy-file-search")
              .gated();

  public static final MethodSpec<
          FuzzyFileSearchSessionUpdateParams, FuzzyFileSearchSessionUpdateResponse>
      FUZZY_FILE_SEARCH_SESSION_UPDATE =
          exclusive(
                  "fuzzyFileSearch/sessionUpdate",
                  FuzzyFileSearchSessionUpdateParams.class,
                  FuzzyFileSearchSessionUpdateResponse.class,
                  "fuzzy-file-search")
              .gated();

  public static final MethodSpec<
          FuzzyFileSearchSessionStopParams, FuzzyFileSearchSessionStopResponse>
      FUZZY_FILE_SEARCH_SESSION_STOP =
          exclusive(
                  "fuzzyFileSearch/sessionStop",
                  FuzzyFileSearchSessionStopParams.class,
                  FuzzyFileSearchSessionStopResponse.class,
                  "fuzzy-file-search")
              .gated();

  public static final MethodSpec<CommandExecParams, CommandExecResponse> COMMAND_EXEC =
      onProcess(
          "command/exec",
          CommandExecParams.class,
          CommandExecResponse.class,
          CommandExecParams::processId);

  public static final MethodSpec<CommandExecWriteParams, CommandExecWriteResponse>
      COMMAND_EXEC_WRITE =
          onProcess(
              "command/exec/write",
              CommandExecWriteParams.class,
              CommandExecWriteResponse.class,
              CommandExecWriteParams::processId);

  public static final MethodSpec<CommandExecTerminateParams, CommandExecTerminateResponse>
      COMMAND_EXEC_TERMINATE =
          onProcess(
              "command/exec/terminate",
              CommandExecTerminateParams.class,
              CommandExecTerminateResponse.class,
              CommandExecTerminateParams::processId);

  public static final MethodSpec<CommandExecResizeParams, CommandExecResizeResponse>
      COMMAND_EXEC_RESIZE =
          onProcess(
              "command/exec/resize",
              CommandExecResizeParams.class,
              CommandExecResizeResponse.class,
              CommandExecResizeParams::processId);

  public static final MethodSpec<ProcessSpawnParams, ProcessSpawnResponse> PROCESS_SPAWN =
      onHandle(
              "process/spawn",
              ProcessSpawnParams.class,
              ProcessSpawnResponse.class,
              ProcessSpawnParams::processHandle)
          .gated();

  public static final MethodSpec<ProcessWriteStdinParams, ProcessWriteStdinResponse>
      PROCESS_WRITE_STDIN =
          onHandle(
                  "process/writeStdin",
                  ProcessWriteStdinParams.class,
                  ProcessWriteStdinResponse.class,
                  ProcessWriteStdinParams::processHandle)
              .gated();

  public static final MethodSpec<ProcessKillParams, ProcessKillResponse> PROCESS_KILL =
      onHandle(
              "process/kill",
              ProcessKillParams.class,
              ProcessKillResponse.class,
              ProcessKillParams::processHandle)
          .gated();

  public static final MethodSpec<ProcessResizePtyParams, ProcessResizePtyResponse>
      PROCESS_RESIZE_PTY =
          onHandle(
                  "process/resizePty",
                  ProcessResizePtyParams.class,
                  ProcessResizePtyResponse.class,
                  ProcessResizePtyParams::processHandle)
              .gated();

  private static final List<MethodSpec<?, ?>> ALL =
      List.of(
          INITIALIZE,
          SERVER_DIAGNOSTICS,
          THREAD_START,
          THREAD_RESUME,
          THREAD_FORK,
          THREAD_ARCHIVE,
          THREAD_DELETE,
          THREAD_UNSUBSCRIBE,
          THREAD_NAME_SET,
          THREAD_GOAL_SET,
          THREAD_GOAL_GET,
          THREAD_GOAL_CLEAR,
          THREAD_QUEUE_ADD,
          THREAD_QUEUE_LIST,
          THREAD_QUEUE_UPDATE,
          THREAD_QUEUE_DELETE,
          THREAD_QUEUE_REORDER,
          THREAD_QUEUE_START,
          THREAD_METADATA_UPDATE,
          THREAD_SECTION_MOVE,
          THREAD_SETTINGS_UPDATE,
          THREAD_MEMORY_MODE_SET,
          THREAD_UNARCHIVE,
          THREAD_COMPACT_START,
          THREAD_SHELL_COMMAND,
          THREAD_BACKGROUND_TERMINALS_CLEAN,
          THREAD_BACKGROUND_TERMINALS_LIST,
          THREAD_BACKGROUND_TERMINALS_TERMINATE,
          THREAD_REVERT,
          THREAD_ROLLBACK,
          THREAD_LIST,
          THREAD_SECTION_LIST,
          THREAD_SECTION_CREATE,
          THREAD_SECTION_UPDATE,
          THREAD_SECTION_DELETE,
          THREAD_SEARCH,
          THREAD_SEARCH_OCCURRENCES,
          THREAD_LOADED_LIST,
          THREAD_READ,
          THREAD_READ_STATE_UPDATE,
          THREAD_TURNS_LIST,
          THREAD_ITEMS_LIST,
          THREAD_INJECT_ITEMS,
          SKILLS_LIST,
          SKILLS_CONFIG_WRITE,
          HOOKS_LIST,
          FS_READ_FILE,
          FS_WRITE_FILE,
          FS_CREATE_DIRECTORY,
          FS_GET_METADATA,
          FS_READ_DIRECTORY,
          FS_REMOVE,
          FS_COPY,
          FS_WATCH,
          FS_UNWATCH,
          TURN_START,
          TURN_STEER,
          TURN_INTERRUPT,
          REVIEW_START,
          MODEL_LIST,
          MODEL_PROVIDER_LIST,
          MODEL_PROVIDER_CAPABILITIES_READ,
          EXPERIMENTAL_FEATURE_LIST,
          PERMISSION_PROFILE_LIST,
          COLLABORATION_MODE_LIST,
          MCP_SERVER_STATUS_LIST,
          MCP_SERVER_TOOL_CALL,
          MCP_SERVER_RESOURCE_READ,
          CONFIG_MCP_SERVER_RELOAD,
          ACCOUNT_RATE_LIMITS_READ,
          CONFIG_READ,
          CONFIG_VALUE_WRITE,
          CONFIG_BATCH_WRITE,
          CONFIG_REQUIREMENTS_READ,
          ACCOUNT_READ,
          GET_CONVERSATION_SUMMARY,
          FUZZY_FILE_SEARCH,
          FUZZY_FILE_SEARCH_SESSION_START,
          FUZZY_FILE_SEARCH_SESSION_UPDATE,
          FUZZY_FILE_SEARCH_SESSION_STOP,
          COMMAND_EXEC,
          COMMAND_EXEC_WRITE,
          COMMAND_EXEC_TERMINATE,
          COMMAND_EXEC_RESIZE,
          PROCESS_SPAWN,
          PROCESS_WRITE_STDIN,
          PROCESS_KILL,
          PROCESS_RESIZE_PTY);

  private static final Map<String, MethodSpec<?, ?>> BY_NAME = new LinkedHashMap<>();

  static {
    for (MethodSpec<?, ?> method : ALL) {
      BY_NAME.put(method.name(), method);
    }
  }

  private AppServerMethods() {}

  /** The method with this wire name, or null. */
  public static @Nullable MethodSpec<?, ?> byName(String name) {
    return BY_NAME.get(name);
  }

  /** Every method, in table order. */
  public static List<MethodSpec<?, ?>> all() {
    return ALL;
  }

  /** May overlap with everything. */
  private static <P, R> MethodSpec<P, R> concurrent(String name, Class<P> params, Class<R> result) {
    return new MethodSpec<>(name, params, result, p -> SerializationScope.NONE, false);
  }

  /** One at a time per thread, in arrival order. */
  private static <P extends OnThread, R> MethodSpec<P, R> onThread(
      String name, Class<P> params, Class<R> result) {
    return new MethodSpec<>(
        name, params, result, p -> SerializationScope.thread(p.threadId()), false);
  }

  /** As {@link #onThread}, or per rollout path when the thread id is empty. */
  private static <P extends OnThreadOrPath, R> MethodSpec<P, R> threadOrPath(
      String name, Class<P> params, Class<R> result) {
    return new MethodSpec<>(name, params, result, AppServerMethods::scopeOf, false);
  }

  private static SerializationScope scopeOf(OnThreadOrPath params) {
    String path = params.path();
    return params.threadId().isEmpty() && path != null
        ? SerializationScope.path(path)
        : SerializationScope.thread(params.threadId());
  }

  /**
   * One at a time per process id of the client, in arrival order; beside everything without one.
   */
  private static <P, R> MethodSpec<P, R> onProcess(
      String name, Class<P> params, Class<R> result, Function<P, @Nullable String> processId) {
    return new MethodSpec<>(
        name, params, result, p -> nameScope("command-exec ", processId.apply(p)), false);
  }

  private static <P, R> MethodSpec<P, R> onHandle(
      String name, Class<P> params, Class<R> result, Function<P, String> handle) {
    return new MethodSpec<>(
        name, params, result, p -> nameScope("process ", handle.apply(p)), false);
  }

  private static SerializationScope nameScope(String kind, @Nullable String name) {
    return name == null ? SerializationScope.NONE : SerializationScope.global(kind + name);
  }

  /** Changes what {@code scope} stands for. */
  private static <P, R> MethodSpec<P, R> exclusive(
      String name, Class<P> params, Class<R> result, String scope) {
    return new MethodSpec<>(name, params, result, p -> SerializationScope.global(scope), false);
  }

  /** Reads what {@code scope} stands for. */
  private static <P, R> MethodSpec<P, R> shared(
      String name, Class<P> params, Class<R> result, String scope) {
    return new MethodSpec<>(
        name, params, result, p -> SerializationScope.globalShared(scope), false);
  }
}
