package dev.heddle.server.rollout;

/** Names of the record types in a rollout. Readers skip types they do not know. */
public final class RecordTypes {
  /** First record of every file: identity, origin, history mode, base of a fork. */
  public static final String SESSION_META = "session_meta";

  /** An item of the model's conversation, as the Responses API has it. */
  public static final String RESPONSE_ITEM = "response_item";

  /** Something that happened: turn started or ended, item completed, tokens counted. */
  public static final String EVENT_MSG = "event_msg";

  /** Settings a turn ran with. */
  public static final String TURN_CONTEXT = "turn_context";

  /** A checkpoint: replaces the model's conversation so far. */
  public static final String COMPACTED = "compacted";

  /** What the model was told of its surroundings. */
  public static final String WORLD_STATE = "world_state";

  /** Token counts of one model response. */
  public static final String TOKEN_USAGE_RECORD = "token_usage_record";

  /**
   * Ours: a change of the thread's metadata (name, git, memory mode, read mark …), so that the
   * journal alone tells everything. The peer skips it.
   */
  public static final String THREAD_METADATA = "heddle_thread_metadata";

  /**
   * Ours: an item has begun, or has more text, so that a crash keeps what a user saw. The item's
   * own record replaces it. The peer skips it.
   */
  public static final String PARTIAL_ITEM = "heddle_partial_item";

  /**
   * Ours: a question was put to the clients, answered, or taken back. For people who look into a
   * journal; no fold reads it, since a question ends with the process that asked. The peer skips
   * it.
   */
  public static final String CLIENT_REQUEST = "heddle_client_request";

  /** Never stored: stands in a replay for a record about a thread that this one inherits from. */
  public static final String HIDDEN = "heddle_hidden";

  private RecordTypes() {}
}
