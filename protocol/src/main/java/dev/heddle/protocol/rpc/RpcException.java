package dev.heddle.protocol.rpc;

import com.google.gson.JsonObject;
import java.util.Objects;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.jspecify.annotations.Nullable;

/**
 * A failure meant for the client: the code and message of the peer where it has one, and a kind
 * from our closed list. It becomes the response's {@code error}; it carries no stack trace to the
 * wire.
 */
public final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The line is not JSON. */
  public static final int PARSE_ERROR = -32700;

  /** The request cannot be accepted: undecodable, in the wrong state, an unknown thread. */
  public static final int INVALID_REQUEST = -32600;

  /** The store in use cannot do this. */
  public static final int UNSUPPORTED = -32601;

  /** The params are well-formed but break a rule (few methods; most use INVALID_REQUEST). */
  public static final int INVALID_PARAMS = -32602;

  /** A fault of the server or its store. */
  public static final int INTERNAL = -32603;

  /** Too much accepted work. */
  public static final int OVERLOADED = -32001;

  private final int code;
  private final ErrorKind kind;
  private final @Nullable String threadId;
  private final transient @Nullable JsonObject details;
  private final boolean lasting;

  private RpcException(
      int code,
      ErrorKind kind,
      String message,
      @Nullable String threadId,
      @Nullable JsonObject details,
      boolean lasting,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.kind = Objects.requireNonNull(kind, "kind");
    this.threadId = threadId;
    this.details = details;
    this.lasting = lasting;
  }

  /** A failure with this code, kind and message. */
  public static RpcException of(int code, ErrorKind kind, String message) {
    return new RpcException(code, kind, message, null, null, false, null);
  }

  /** {@code -32600} with this kind. */
  public static RpcException invalidRequest(ErrorKind kind, String message) {
    return of(INVALID_REQUEST, kind, message);
  }

  /** {@code -32600}, for params that break a rule. */
  public static RpcException invalidRequest(String message) {
    return of(INVALID_REQUEST, ErrorKind.INVALID_PARAMS, message);
  }

  /** {@code -32602}, for the few checks where the peer uses it. */
  public static RpcException invalidParams(String message) {
    return of(INVALID_PARAMS, ErrorKind.INVALID_PARAMS, message);
  }

  /** {@code -32601}: the store in use lacks the operation. */
  public static RpcException unsupported(String operation) {
    return of(UNSUPPORTED, ErrorKind.UNSUPPORTED, operation + " is not supported yet");
  }

  /** {@code -32603}; {@code cause} stays in the server's log. */
  public static RpcException internal(String message, @Nullable Throwable cause) {
    return new RpcException(INTERNAL, ErrorKind.INTERNAL, message, null, null, false, cause);
  }

  /** The same failure, naming the thread it concerns in {@code error.data.threadId}. */
  public RpcException onThread(String id) {
    return new RpcException(code, kind, message(), id, details, lasting, getCause());
  }

  /** The same failure with more members in {@code error.data}. */
  public RpcException withDetails(JsonObject more) {
    return new RpcException(code, kind, message(), threadId, more, lasting, getCause());
  }

  /** The same failure, which the same request meets again until somebody mends its cause. */
  public RpcException lasting() {
    return new RpcException(code, kind, message(), threadId, details, true, getCause());
  }

  public int code() {
    return code;
  }

  public ErrorKind kind() {
    return kind;
  }

  /** The message as it goes on the wire. */
  public String message() {
    return Objects.requireNonNullElse(getMessage(), "");
  }

  /** The thread this concerns, or null. */
  public @Nullable String threadId() {
    return threadId;
  }

  /** Members for {@code error.data} beside kind, retryable and threadId, or null. */
  public @Nullable JsonObject details() {
    return details;
  }

  /** Whether the same request may succeed later without any other change by the client. */
  public boolean retryable() {
    return !lasting
        && switch (kind) {
          case OVERLOADED, THREAD_LOCKED, THREAD_CLOSING, STORE_FAILURE, SHUTTING_DOWN -> true;
          default -> false;
        };
  }

  /**
   * The {@code error} of the response: code, message, and a new {@code data} object of {@link
   * ErrorData} with the details beside it. Where a detail has a name of {@code ErrorData}, the
   * latter counts.
   */
  public ResponseError toError() {
    JsonObject data = new JsonObject();
    if (details != null) {
      details.entrySet().forEach(member -> data.add(member.getKey(), member.getValue()));
    }
    JsonObject always =
        WireJson.toTree(new ErrorData(kind, retryable(), threadId)).getAsJsonObject();
    always.entrySet().forEach(member -> data.add(member.getKey(), member.getValue()));
    return new ResponseError(code, message(), data);
  }
}
