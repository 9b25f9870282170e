package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadStore;
import org.jspecify.annotations.Nullable;

/**
 * Requests that name a thread by the path of its rollout, which only some stores can answer.
 *
 * <p>The peer follows the path even when the id names another thread; here that is an error,
 * because the client would go on in a conversation it did not ask for.
 */
final class RolloutPathRequests {
  private final ThreadStore store;

  RolloutPathRequests(ThreadStore store) {
    this.store = store;
  }

  /** The path, or null when none was given. */
  static @Nullable String given(@Nullable String path) {
    return path == null || path.isEmpty() ? null : path;
  }

  /** The thread at {@code path}, archived or not. */
  StoredThread read(String path) {
    return store
        .rolloutPaths()
        .orElseThrow(() ->
            RpcException.invalidRequest(
                ErrorKind.INVALID_PARAMS,
                store.name() + " thread store does not know rollout path " + path))
        .readByPath(path);
  }

  /**
   * The id of the thread at {@code path}.
   *
   * @param givenId what the client gave as the id beside it; counts if it is one
   */
  String thread(String path, String givenId) {
    return checked(read(path), path, givenId).id();
  }

  /** As {@link #thread}; the path must be where the thread's newest records are. */
  String threadToResume(String path, String givenId) {
    StoredThread found = checked(read(path), path, givenId);
    if (found.archived()) {
      throw StoreErrors.archived(found.id());
    }
    if (found.historyMode() == HistoryMode.PAGINATED
        && path.startsWith("/")
        && !path.equals(found.rolloutPath())) {
      throw RpcException.invalidRequest(
              ErrorKind.CONFLICT,
              "cannot resume paginated thread "
                  + found.id()
                  + " with stale path: requested "
                  + path
                  + ", current "
                  + found.rolloutPath()
                  + "; omit path and resume by thread id")
          .onThread(found.id());
    }
    return found.id();
  }

  private static StoredThread checked(StoredThread found, String path, String givenId) {
    String named = ThreadIds.parseOrNull(givenId);
    if (named != null && !named.equals(found.id())) {
      throw RpcException.invalidRequest(
              ErrorKind.CONFLICT,
              "rollout path `" + path + "` belongs to thread " + found.id() + ", not to " + named)
          .onThread(named);
    }
    return found;
  }
}
