package dev.heddle.server.handler;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.WriterProcess;
import java.util.function.Supplier;

/**
 * What a method says when the store does not find a thread: clients match these texts, and they
 * differ from method to method. All other failures of the store are mapped by the dispatcher.
 */
final class StoreErrors {
  private StoreErrors() {}

  /** {@code thread/read} and its like. */
  static RpcException notLoaded(String threadId) {
    return of(threadId, "thread not loaded: " + threadId);
  }

  /** Methods that work on loaded threads. */
  static RpcException notFound(String threadId) {
    return of(threadId, "thread not found: " + threadId);
  }

  /** Methods that look for a stored thread. */
  static RpcException noRollout(String threadId) {
    return of(threadId, "no rollout found for thread id " + threadId);
  }

  /** {@code thread/unarchive}. */
  static RpcException noArchivedRollout(String threadId) {
    return of(threadId, "no archived rollout found for thread id " + threadId);
  }

  /** {@code thread/resume} and {@code thread/fork} of an archived thread. */
  static RpcException archived(String threadId) {
    return RpcException.invalidRequest(
            ErrorKind.THREAD_ARCHIVED,
            "session "
                + threadId
                + " is archived. Run `codex unarchive "
                + threadId
                + "` to unarchive it first.")
        .onThread(threadId);
  }

  /**
   * Runs {@code work}; when the store does not find the thread, or finds it archived, the failure
   * is {@code missing}.
   */
  static <T> T orMissing(Supplier<T> work, RpcException missing) {
    try {
      return work.get();
    } catch (ThreadStoreException e) {
      throw switch (e.kind()) {
        case NOT_FOUND, ARCHIVED -> missing;
        default -> locked(e);
      };
    }
  }

  /** As {@link #orMissing}, but an archived thread has its own text. */
  static <T> T orMissingOrArchived(String threadId, Supplier<T> work) {
    try {
      return work.get();
    } catch (ThreadStoreException e) {
      throw switch (e.kind()) {
        case NOT_FOUND -> noRollout(threadId);
        case ARCHIVED -> archived(threadId);
        default -> locked(e);
      };
    }
  }

  /** A conflict with another writer can be tried again; every other failure stays what it is. */
  private static RuntimeException locked(ThreadStoreException e) {
    if (e.kind() == ThreadStoreException.Kind.CONFLICT
        && e.threadId() != null
        && e.message().equals(ThreadStoreException.activeWriter(e.threadId()).message())) {
      RpcException locked =
          RpcException.invalidRequest(ErrorKind.THREAD_LOCKED, e.message()).onThread(e.threadId());
      WriterProcess writer = e.writer();
      return writer == null ? locked : locked.withDetails(holder(writer));
    }
    return e;
  }

  private static JsonObject holder(WriterProcess writer) {
    JsonObject holder = new JsonObject();
    holder.addProperty("pid", writer.pid());
    if (writer.program() != null) {
      holder.addProperty("program", writer.program());
    }
    JsonObject details = new JsonObject();
    details.add("holder", holder);
    return details;
  }

  private static RpcException of(String threadId, String message) {
    return RpcException.invalidRequest(ErrorKind.THREAD_NOT_FOUND, message).onThread(threadId);
  }
}
