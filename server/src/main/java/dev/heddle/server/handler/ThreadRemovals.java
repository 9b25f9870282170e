package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadArchiveParams;
import dev.heddle.protocol.v2.ThreadArchiveResponse;
import dev.heddle.protocol.v2.ThreadArchivedNotification;
import dev.heddle.protocol.v2.ThreadDeleteParams;
import dev.heddle.protocol.v2.ThreadDeleteResponse;
import dev.heddle.protocol.v2.ThreadDeletedNotification;
import dev.heddle.protocol.v2.ThreadStatus;
import dev.heddle.protocol.v2.ThreadUnarchiveParams;
import dev.heddle.protocol.v2.ThreadUnarchiveResponse;
import dev.heddle.protocol.v2.ThreadUnarchivedNotification;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.log.Log;
import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.thread.ThreadLoader;
import dev.heddle.server.thread.TurnSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests that take threads out of the active lists and bring them back: archive, unarchive,
 * delete. Threads that a thread has spawned go with it.
 */
public final class ThreadRemovals {
  private static final Log LOG = Log.of(ThreadRemovals.class);
  private static final int PAGE = 100;

  private final ThreadStore store;
  private final ThreadAccess threads;
  private final ThreadLoader loader;
  private final ThreadEvents events;

  ThreadRemovals(
      ThreadStore store, ThreadAccess threads, ThreadLoader loader, ThreadEvents events) {
    this.store = store;
    this.threads = threads;
    this.loader = loader;
    this.events = events;
  }

  /** {@code thread/archive}. */
  public Reply<ThreadArchiveResponse> archive(ThreadArchiveParams params, RequestContext context) {
    String threadId = ThreadIds.session(params.threadId());
    LiveThread live = threads.find(threadId);
    if (live != null && live.ephemeral()) {
      throw StoreErrors.noRollout(threadId);
    }
    List<String> archived = new ArrayList<>();
    List<String> spawned = spawnedBy(threadId, false);
    remove(threadId, live, store::archive);
    archived.add(threadId);
    archived.addAll(removeSpawned(spawned, store::archive));
    return Reply.of(new ThreadArchiveResponse())
        .andThen(() ->
            archived.forEach(id ->
                events.toAll(
                    id, ServerNotifications.THREAD_ARCHIVED, new ThreadArchivedNotification(id))));
  }

  /** {@code thread/delete}. */
  public Reply<ThreadDeleteResponse> delete(ThreadDeleteParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    LiveThread live = threads.find(threadId);
    if (live != null && live.ephemeral()) {
      throw RpcException.invalidRequest(
              "thread is not persisted and cannot be deleted: " + threadId)
          .onThread(threadId);
    }
    store.referenceForks().ifPresent(forks -> forks.refuseWhileReferenced(threadId));
    List<String> deleted = new ArrayList<>();
    List<String> spawned = new ArrayList<>(spawnedBy(threadId, false));
    spawned.addAll(spawnedBy(threadId, true));
    remove(threadId, live, store::delete);
    deleted.add(threadId);
    deleted.addAll(removeSpawned(spawned, store::delete));
    return Reply.of(new ThreadDeleteResponse())
        .andThen(() ->
            deleted.forEach(id ->
                events.toAll(
                    id, ServerNotifications.THREAD_DELETED, new ThreadDeletedNotification(id))));
  }

  /** {@code thread/unarchive}. */
  public Reply<ThreadUnarchiveResponse> unarchive(
      ThreadUnarchiveParams params, RequestContext context) {
    String threadId = ThreadIds.session(params.threadId());
    StoredThread thread =
        StoreErrors.orMissing(
            () -> store.unarchive(threadId), StoreErrors.noArchivedRollout(threadId));
    return Reply.of(
            new ThreadUnarchiveResponse(
                ThreadViews.stored(thread, List.of(), ThreadPlaces.of(store))))
        .andThen(() ->
            events.toAll(
                threadId,
                ServerNotifications.THREAD_UNARCHIVED,
                new ThreadUnarchivedNotification(threadId)));
  }

  /**
   * Removes one thread. A loaded one is taken out of memory first, when all it has recorded is
   * stored, and brought back when the store refuses, so that a refusal loses nothing.
   */
  private void remove(String threadId, @Nullable LiveThread live, Consumer<String> removal) {
    if (live == null) {
      StoreErrors.orMissing(() -> done(removal, threadId), StoreErrors.noRollout(threadId));
      return;
    }
    boolean stored = live.log().materialized();
    TurnSettings settings = live.settings();
    live.log().flush();
    stop(live);
    try {
      loader.unload(live);
      if (stored) {
        StoreErrors.orMissing(() -> done(removal, threadId), StoreErrors.noRollout(threadId));
      }
    } catch (RuntimeException refusal) {
      bringBack(threadId, settings, refusal);
      throw refusal;
    }
    tellNotLoaded(threadId);
  }

  private void tellNotLoaded(String threadId) {
    events.statusChanged(threadId, new ThreadStatus.NotLoaded());
    events.forget(threadId);
  }

  private static Boolean done(Consumer<String> removal, String threadId) {
    removal.accept(threadId);
    return Boolean.TRUE;
  }

  private void bringBack(String threadId, TurnSettings settings, RuntimeException refusal) {
    try {
      loader.load(threadId, recorded -> settings);
    } catch (ThreadStoreException e) {
      refusal.addSuppressed(e);
      tellNotLoaded(threadId);
    }
  }

  /** Ends the running turn and lets no other begin; what it recorded is stored. */
  static void stop(LiveThread live) {
    while (!live.startClosing()) {
      var running = live.activeTurn();
      if (running != null) {
        running.interrupt().join().run();
      }
    }
  }

  /** As many of these as can be removed; a failure is logged. */
  private List<String> removeSpawned(List<String> threadIds, Consumer<String> removal) {
    List<String> removed = new ArrayList<>();
    for (String threadId : threadIds) {
      try {
        remove(threadId, threads.find(threadId), removal);
        removed.add(threadId);
      } catch (ThreadStoreException | RpcException e) {
        LOG.warn("thread " + threadId + " stays, though the one that spawned it goes", e);
      }
    }
    return removed;
  }

  private List<String> spawnedBy(String threadId, boolean archived) {
    ThreadQuery query =
        new ThreadQuery(
            PAGE,
            null,
            ThreadQuery.SortKey.CREATED_AT,
            SortDirection.ASC,
            archived,
            null,
            null,
            null,
            null,
            null,
            threadId,
            Set.of(),
            null,
            null);
    List<String> spawned = new ArrayList<>();
    ListCursor place = null;
    do {
      ThreadPage page = store.list(query.from(place));
      page.threads().forEach(thread -> spawned.add(thread.id()));
      place = page.next();
    } while (place != null);
    return spawned;
  }
}
