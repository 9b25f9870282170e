package dev.heddle.server.rollout;

/** Names of the events inside {@code event_msg} records, as far as Heddle reads or writes them. */
public final class EventTypes {
  // Both history modes.
  public static final String TASK_STARTED = "task_started";
  public static final String TASK_COMPLETE = "task_complete";
  public static final String TURN_ABORTED = "turn_aborted";
  public static final String TOKEN_COUNT = "token_count";
  public static final String THREAD_SETTINGS_APPLIED = "thread_settings_applied";
  public static final String THREAD_GOAL_UPDATED = "thread_goal_updated";
  public static final String THREAD_ROLLED_BACK = "thread_rolled_back";
  public static final String ITEM_COMPLETED = "item_completed";

  // Other spellings of the first two that readers accept.
  public static final String TURN_STARTED = "turn_started";
  public static final String TURN_COMPLETE = "turn_complete";

  // Items of a legacy history.
  public static final String USER_MESSAGE = "user_message";
  public static final String AGENT_MESSAGE = "agent_message";
  public static final String AGENT_REASONING = "agent_reasoning";
  static final String AGENT_REASONING_RAW_CONTENT = "agent_reasoning_raw_content";
  static final String PATCH_APPLY_END = "patch_apply_end";
  static final String MCP_TOOL_CALL_END = "mcp_tool_call_end";
  static final String WEB_SEARCH_END = "web_search_end";
  static final String IMAGE_GENERATION_END = "image_generation_end";
  static final String EXEC_COMMAND_END = "exec_command_end";
  static final String ENTERED_REVIEW_MODE = "entered_review_mode";
  static final String EXITED_REVIEW_MODE = "exited_review_mode";
  static final String CONTEXT_COMPACTED = "context_compacted";

  private EventTypes() {}
}
