package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.MethodSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of client requests: every method with its types, what it may not overlap with, and
 * whether it needs the experimental capability. The order is that of the list in the answer to an
 * unknown method. Thread-safe.
 *
 * <p>Using this class loads every params and result class. A server that has just been started
 * should not, so the methods are constants of several classes, such as {@link ThreadMethods}, and
 * {@code initialize} is in one of its own.
 */
public final class AppServerMethods {
  private static final List<MethodSpec<?, ?>> ALL =
      List.of(
          InitializeMethod.SPEC,
          ServerMethods.SERVER_DIAGNOSTICS,
          ThreadMethods.THREAD_START,
          ThreadMethods.THREAD_RESUME,
          ThreadMethods.THREAD_FORK,
          ThreadMethods.THREAD_ARCHIVE,
          ThreadMethods.THREAD_DELETE,
          ThreadMethods.THREAD_UNSUBSCRIBE,
          ThreadMethods.THREAD_NAME_SET,
          ThreadStateMethods.THREAD_GOAL_SET,
          ThreadStateMethods.THREAD_GOAL_GET,
          ThreadStateMethods.THREAD_GOAL_CLEAR,
          QueueMethods.THREAD_QUEUE_ADD,
          QueueMethods.THREAD_QUEUE_LIST,
          QueueMethods.THREAD_QUEUE_UPDATE,
          QueueMethods.THREAD_QUEUE_DELETE,
          QueueMethods.THREAD_QUEUE_REORDER,
          QueueMethods.THREAD_QUEUE_START,
          ThreadStateMethods.THREAD_METADATA_UPDATE,
          AttachmentMethods.THREAD_ATTACHMENT_ADD,
          AttachmentMethods.THREAD_ATTACHMENT_LIST,
          AttachmentMethods.THREAD_ATTACHMENT_OWNER_LIST,
          AttachmentMethods.THREAD_ATTACHMENT_REMOVE,
          SectionMethods.THREAD_SECTION_MOVE,
          ThreadStateMethods.THREAD_SETTINGS_UPDATE,
          ThreadStateMethods.THREAD_MEMORY_MODE_SET,
          ThreadMethods.THREAD_UNARCHIVE,
          TurnMethods.THREAD_COMPACT_START,
          TurnMethods.THREAD_SHELL_COMMAND,
          TurnMethods.THREAD_BACKGROUND_TERMINALS_CLEAN,
          TurnMethods.THREAD_BACKGROUND_TERMINALS_LIST,
          TurnMethods.THREAD_BACKGROUND_TERMINALS_TERMINATE,
          ThreadStateMethods.THREAD_REVERT,
          ThreadStateMethods.THREAD_ROLLBACK,
          ThreadMethods.THREAD_LIST,
          ProjectMethods.PROJECT_LIST,
          ProjectMethods.PROJECT_READ,
          ProjectMethods.PROJECT_CREATE,
          ProjectMethods.PROJECT_IMPORT,
          ProjectMethods.PROJECT_UPDATE,
          ProjectMethods.PROJECT_MOVE,
          ProjectMethods.PROJECT_DELETE,
          SectionMethods.THREAD_SECTION_LIST,
          SectionMethods.THREAD_SECTION_CREATE,
          SectionMethods.THREAD_SECTION_UPDATE,
          SectionMethods.THREAD_SECTION_DELETE,
          SearchMethods.THREAD_SEARCH,
          SearchMethods.THREAD_SEARCH_OCCURRENCES,
          ThreadMethods.THREAD_LOADED_LIST,
          ThreadMethods.THREAD_READ,
          ThreadStateMethods.THREAD_READ_STATE_UPDATE,
          ThreadMethods.THREAD_TURNS_LIST,
          ThreadMethods.THREAD_ITEMS_LIST,
          ItemMethods.THREAD_ITEMS_READ,
          ThreadStateMethods.THREAD_INJECT_ITEMS,
          ConfigMethods.SKILLS_LIST,
          ConfigMethods.SKILLS_EXTRA_ROOTS_SET,
          ConfigMethods.SKILLS_CONFIG_WRITE,
          ConfigMethods.HOOKS_LIST,
          FileMethods.FS_READ_FILE,
          FileMethods.FS_WRITE_FILE,
          FileMethods.FS_CREATE_DIRECTORY,
          FileMethods.FS_GET_METADATA,
          FileMethods.FS_READ_DIRECTORY,
          FileMethods.FS_REMOVE,
          FileMethods.FS_COPY,
          FileMethods.FS_WATCH,
          FileMethods.FS_UNWATCH,
          TurnMethods.TURN_START,
          TurnMethods.TURN_STEER,
          TurnMethods.TURN_INTERRUPT,
          ItemMethods.THREAD_TIMELINE_LIST,
          TurnMethods.REVIEW_START,
          ServerMethods.MODEL_LIST,
          ServerMethods.MODEL_PROVIDER_LIST,
          ServerMethods.MODEL_PROVIDER_CAPABILITIES_READ,
          ServerMethods.EXPERIMENTAL_FEATURE_LIST,
          ServerMethods.PERMISSION_PROFILE_LIST,
          ServerMethods.COLLABORATION_MODE_LIST,
          McpMethods.MCP_SERVER_STATUS_LIST,
          McpMethods.MCP_SERVER_TOOL_CALL,
          McpMethods.MCP_SERVER_RESOURCE_READ,
          McpMethods.CONFIG_MCP_SERVER_RELOAD,
          ServerMethods.ACCOUNT_RATE_LIMITS_READ,
          ConfigMethods.CONFIG_READ,
          ConfigMethods.CONFIG_VALUE_WRITE,
          ConfigMethods.CONFIG_BATCH_WRITE,
          ConfigMethods.CONFIG_REQUIREMENTS_READ,
          ServerMethods.ACCOUNT_READ,
          ServerMethods.GET_CONVERSATION_SUMMARY,
          SearchMethods.FUZZY_FILE_SEARCH,
          SearchMethods.FUZZY_FILE_SEARCH_SESSION_START,
          SearchMethods.FUZZY_FILE_SEARCH_SESSION_UPDATE,
          SearchMethods.FUZZY_FILE_SEARCH_SESSION_STOP,
          CommandMethods.COMMAND_EXEC,
          CommandMethods.COMMAND_EXEC_WRITE,
          CommandMethods.COMMAND_EXEC_TERMINATE,
          CommandMethods.COMMAND_EXEC_RESIZE,
          CommandMethods.PROCESS_SPAWN,
          CommandMethods.PROCESS_WRITE_STDIN,
          CommandMethods.PROCESS_KILL,
          CommandMethods.PROCESS_RESIZE_PTY);

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

  /** The wire name of every method, in table order. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }
}
