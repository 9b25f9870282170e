package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.LoadedThreads;
import org.jspecify.annotations.Nullable;

/**
 * Finds the loaded thread that a request names.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class ThreadAccess {
  private final LoadedThreads loaded;

  ThreadAccess(LoadedThreads loaded) {
    this.loaded = loaded;
  }

  /** The loaded thread with the id a client gave; otherwise {@code thread not found}. */
  LiveThread loaded(String givenId) {
    String threadId = ThreadIds.thread(givenId);
    LiveThread live = find(threadId);
    if (live == null) {
      throw StoreErrors.notFound(threadId);
    }
    return live;
  }

  /** The thread if it is loaded, else null. A thread that is being unloaded cannot be worked on. */
  @Nullable LiveThread find(String threadId) {
    LiveThread live = loaded.get(threadId);
    if (live != null && live.closing()) {
      throw closing(threadId, "retry after the thread is closed");
    }
    return live;
  }

  /** As {@link #find}, in the words for a client that wants to resume the thread. */
  @Nullable LiveThread findToResume(String threadId) {
    LiveThread live = loaded.get(threadId);
    if (live != null && live.closing()) {
      throw closing(threadId, "retry thread/resume after the thread is closed");
    }
    return live;
  }

  private static RpcException closing(String threadId, String advice) {
    return RpcException.invalidRequest(
            ErrorKind.THREAD_CLOSING, "thread " + threadId + " is closing; " + advice)
        .onThread(threadId);
  }
}
