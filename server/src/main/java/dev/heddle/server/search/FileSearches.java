package dev.heddle.server.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The searches of one client: those that run, by the token that ends them, and its sessions by id.
 *
 * <p><b>Thread-safety:</b> thread-safe. Searches run on workers, few at a time.
 */
public final class FileSearches implements AutoCloseable {
  /** Others wait: more would only make each other slow. */
  private static final int MAX_RUNNING = 4;

  private final Executor workers;
  private final Semaphore places = new Semaphore(MAX_RUNNING, true);

  // Guarded by this.
  private final Map<String, AtomicBoolean> running = new HashMap<>();
  private final Map<String, SearchSession> sessions = new HashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * No searches yet.
   *
   * @param workers a thread per task
   */
  public FileSearches(Executor workers) {
    this.workers = workers;
  }

  /**
   * Searches once.
   *
   * @param token ends an earlier search that has the same one; null for none
   * @return the best, the best first; empty for a search that was ended
   */
  public CompletableFuture<List<FoundFile>> search(
      String query, List<String> roots, @Nullable String token) {
    AtomicBoolean ended = new AtomicBoolean();
    if (token != null) {
      synchronized (this) {
        AtomicBoolean before = running.put(token, ended);
        if (before != null) {
          before.set(true);
        }
      }
    }
    CompletableFuture<List<FoundFile>> found = new CompletableFuture<>();
    workers.execute(() -> {
      places.acquireUninterruptibly();
      try {
        found.complete(FileSearch.run(query, roots, () -> ended.get() || closed.get()));
      } catch (RuntimeException | Error e) {
        found.completeExceptionally(e);
      } finally {
        places.release();
        forget(token, ended);
      }
    });
    return found;
  }

  private synchronized void forget(@Nullable String token, AtomicBoolean ended) {
    if (token != null) {
      running.remove(token, ended);
    }
  }

  /**
   * Opens a session; one with the same id ends.
   *
   * @return to be run when the client knows that it is open: begins to tell
   */
  public Runnable open(String sessionId, List<String> roots, SearchListener listener) {
    SearchSession session = new SearchSession(listener);
    synchronized (this) {
      SearchSession before = sessions.put(sessionId, session);
      if (before != null) {
        before.close();
      }
      if (closed.get()) {
        session.close();
      }
    }
    return () -> session.start(roots, workers);
  }

  /**
   * Another query for a session.
   *
   * @return to be run when the client knows that it was taken: searches and tells; null when there
   *     is no such session
   */
  public synchronized @Nullable Runnable update(String sessionId, String query) {
    SearchSession session = sessions.get(sessionId);
    return session == null ? null : () -> session.search(query);
  }

  /** Ends a session, if there is one. */
  public synchronized void stop(String sessionId) {
    SearchSession session = sessions.remove(sessionId);
    if (session != null) {
      session.close();
    }
  }

  @Override
  public synchronized void close() {
    closed.set(true);
    sessions.values().forEach(SearchSession::close);
    sessions.clear();
  }
}
