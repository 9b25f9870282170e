package dev.heddle.protocol.rpc;

import com.google.gson.annotations.SerializedName;

/**
 * The closed list of reasons a request can fail for, in {@code error.data.kind}. Clients may switch
 * on it; codes and messages stay as the peer has them.
 */
public enum ErrorKind {
  /** The line is not JSON, not UTF-8, or not one JSON object. */
  @SerializedName("parseError")
  PARSE_ERROR,
  /** The line is longer than the server accepts. */
  @SerializedName("lineTooLong")
  LINE_TOO_LONG,
  /** JSON, but not a request: a bad id, no method. */
  @SerializedName("invalidMessage")
  INVALID_MESSAGE,
  /** No such method. */
  @SerializedName("unknownMethod")
  UNKNOWN_METHOD,
  /** Params that cannot be decoded or that break a rule. */
  @SerializedName("invalidParams")
  INVALID_PARAMS,
  /** A request before {@code initialize}. */
  @SerializedName("notInitialized")
  NOT_INITIALIZED,
  /** A second {@code initialize}. */
  @SerializedName("alreadyInitialized")
  ALREADY_INITIALIZED,
  /** Needs {@code capabilities.experimentalApi}. */
  @SerializedName("experimentalRequired")
  EXPERIMENTAL_REQUIRED,
  /** No thread with that id, or none in the state the method needs. */
  @SerializedName("threadNotFound")
  THREAD_NOT_FOUND,
  /** The thread exists but nothing of it is stored yet. */
  @SerializedName("threadNotMaterialized")
  THREAD_NOT_MATERIALIZED,
  /** The thread is archived; unarchive it first. */
  @SerializedName("threadArchived")
  THREAD_ARCHIVED,
  /** The thread is being unloaded; try again when it is closed. */
  @SerializedName("threadClosing")
  THREAD_CLOSING,
  /** Another process, or another open handle, writes this thread. */
  @SerializedName("threadLocked")
  THREAD_LOCKED,
  /** What the request expected is not the present state: active turn, revision, references. */
  @SerializedName("conflict")
  CONFLICT,
  /** The client's id for a message was used before, for another message. */
  @SerializedName("idempotencyConflict")
  IDEMPOTENCY_CONFLICT,
  /** No turn with that id, or none active. */
  @SerializedName("turnNotFound")
  TURN_NOT_FOUND,
  /** A cursor of another list, thread or filter, or one that cannot be read. */
  @SerializedName("invalidCursor")
  INVALID_CURSOR,
  /** The thread store in use cannot do this. */
  @SerializedName("unsupported")
  UNSUPPORTED,
  /** The store failed: disk full, damaged, permission, locked. */
  @SerializedName("storeFailure")
  STORE_FAILURE,
  /** The system refused an operation on a file that the client asked for. */
  @SerializedName("fileFailure")
  FILE_FAILURE,
  /** Too much accepted work; the same request may succeed later. */
  @SerializedName("overloaded")
  OVERLOADED,
  /** The server is ending and did not run the request. */
  @SerializedName("shuttingDown")
  SHUTTING_DOWN,
  /** A fault of the server; its log has the details. */
  @SerializedName("internal")
  INTERNAL
}
