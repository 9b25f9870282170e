package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.jspecify.annotations.Nullable;

/**
 * The outermost object of a line. Its shape decides what kind of message it is: {@code id} and
 * {@code method} are a request, {@code method} alone a notification, {@code result} or {@code
 * error} without a method a response. Other members, {@code jsonrpc} and {@code trace} among them,
 * are ignored.
 *
 * <p>An id is a string or a signed 64-bit integer and keeps its type. Only an error response may
 * have a null id, or none: it answers a line whose id could not be read.
 */
final class Envelope {
  private final JsonObject members;

  Envelope(JsonObject members) {
    this.members = members;
  }

  /** The request's id, if there is one of a proper form; the id in an answer is not its own. */
  @Nullable Either<String, Number> requestId() {
    boolean answer = !members.has("method") && (members.has("result") || members.has("error"));
    return answer ? null : id();
  }

  private @Nullable Either<String, Number> id() {
    JsonElement id = members.get("id");
    return id == null ? null : IdRecovery.of(id);
  }

  /**
   * The message.
   *
   * @throws RpcException if no kind of message has this shape
   */
  Message message() {
    if (members.has("method")) {
      if (!(members.get("method") instanceof JsonPrimitive method) || !method.isString()) {
        throw invalid("method must be a string");
      }
      return members.has("id") ? request(method.getAsString()) : notification(method.getAsString());
    }
    if (hasValue("error")) {
      return errorResponse();
    }
    if (members.has("result")) {
      ResponseMessage response = new ResponseMessage();
      response.setRawId(requireId());
      response.setResult(members.get("result"));
      return response;
    }
    throw invalid("neither a request, a notification nor a response");
  }

  private RequestMessage request(String method) {
    RequestMessage request = new RequestMessage();
    request.setRawId(requireId());
    request.setMethod(method);
    request.setParams(members.get("params"));
    return request;
  }

  private NotificationMessage notification(String method) {
    NotificationMessage notification = new NotificationMessage();
    notification.setMethod(method);
    notification.setParams(members.get("params"));
    return notification;
  }

  private ResponseMessage errorResponse() {
    if (!(members.get("error") instanceof JsonObject error)) {
      throw invalid("error must be an object");
    }
    ResponseMessage response = new ResponseMessage();
    if (hasValue("id")) {
      response.setRawId(requireId());
    }
    try {
      ErrorMembers read = WireJson.decode(error, ErrorMembers.class);
      response.setError(new ResponseError(read.code(), read.message(), read.data()));
    } catch (DecodeException e) {
      throw invalid("error: " + e.getMessage());
    }
    return response;
  }

  private Either<String, Number> requireId() {
    Either<String, Number> id = id();
    if (id == null) {
      throw invalid("id must be a string or a signed 64-bit integer");
    }
    return id;
  }

  private boolean hasValue(String name) {
    JsonElement value = members.get(name);
    return value != null && !value.isJsonNull();
  }

  private static RpcException invalid(String reason) {
    return RpcException.invalidRequest(ErrorKind.INVALID_MESSAGE, "Invalid message: " + reason);
  }

  /** The members of an error that mean something. */
  private record ErrorMembers(int code, String message, @Nullable JsonElement data) {}
}
