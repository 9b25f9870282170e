package dev.heddle.server.dispatch;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.server.store.ThreadStoreException;

/** The one mapping from failures of a thread store to errors on the wire. */
public final class StoreFailures {
  private StoreFailures() {}

  /**
   * The error a client gets.
   *
   * @param operation what was done, as the text names it: {@code read thread}
   */
  public static RpcException toRpc(ThreadStoreException failure, String operation) {
    String message = failure.message();
    RpcException error =
        switch (failure.kind()) {
          case NOT_FOUND -> RpcException.invalidRequest(ErrorKind.THREAD_NOT_FOUND, message);
          case ARCHIVED -> RpcException.invalidRequest(ErrorKind.THREAD_ARCHIVED, message);
          case INVALID_REQUEST -> RpcException.invalidRequest(ErrorKind.INVALID_PARAMS, message);
          case CONFLICT -> RpcException.invalidRequest(ErrorKind.CONFLICT, message);
          case UNSUPPORTED -> RpcException.unsupported(message);
          case DISK_FULL, PERMISSION, LOCKED, IO -> failed(operation, message);
          case CORRUPT -> failed(operation, message).lasting();
        };
    return failure.threadId() == null ? error : error.onThread(failure.threadId());
  }

  private static RpcException failed(String operation, String message) {
    return RpcException.of(
        RpcException.INTERNAL,
        ErrorKind.STORE_FAILURE,
        "failed to " + operation + ": thread-store internal error: " + message);
  }

  /**
   * What a method does to the store, in the words of its error: {@code thread/read} reads thread.
   */
  static String operationOf(String method) {
    return switch (method) {
      case "thread/read" -> "read thread";
      case "thread/list", "thread/search" -> "list threads";
      case "thread/turns/list", "thread/items/list" -> "list thread history";
      case "thread/archive" -> "archive session";
      case "thread/unarchive" -> "unarchive session";
      case "thread/revert" -> "revert session";
      default -> "serve " + method;
    };
  }
}
