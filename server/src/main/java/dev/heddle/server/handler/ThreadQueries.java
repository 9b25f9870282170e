package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ThreadLoadedListParams;
import dev.heddle.protocol.v2.ThreadLoadedListResponse;
import dev.heddle.protocol.v2.ThreadReadParams;
import dev.heddle.protocol.v2.ThreadReadResponse;
import dev.heddle.protocol.v2.ThreadTurnsListParams;
import dev.heddle.protocol.v2.ThreadTurnsListResponse;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.TurnItemsView;
import dev.heddle.protocol.v2.TurnsPage;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.log.Log;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.LoadedThreads;
import dev.heddle.server.turn.ReadStateViews;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests that only look at one thread, or at which are loaded. */
public final class ThreadQueries {
  private static final Log LOG = Log.of(ThreadQueries.class);

  private final ThreadStore store;
  private final LoadedThreads loaded;
  private final ThreadHistory history;

  ThreadQueries(ThreadStore store, LoadedThreads loaded, ThreadHistory history) {
    this.store = store;
    this.loaded = loaded;
    this.history = history;
  }

  /** {@code thread/read}. */
  public Reply<ThreadReadResponse> read(ThreadReadParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    LiveThread live = loaded.get(threadId);
    if (live != null) {
      takeStoredName(live, store);
    }
    StoredThread facts = facts(threadId, live, store, StoreErrors.notLoaded(threadId));
    List<Turn> turns = List.of();
    if (params.includeTurns()) {
      if (live != null && live.ephemeral()) {
        throw RpcException.invalidRequest("ephemeral threads do not support includeTurns");
      }
      Notices.allTurnsRead(context.connection(), facts.historyMode());
      turns = turns(threadId, live, facts);
    }
    ThreadPlaces places = ThreadPlaces.of(store);
    return Reply.of(
        new ThreadReadResponse(
            live == null
                ? ThreadViews.stored(facts, turns, places)
                : ThreadViews.loaded(live, turns, places),
            isFresh(live) ? null : ReadStateViews.of(facts.readState())));
  }

  /**
   * Has a loaded thread know the name that the store has: another program may have given it. The
   * name that is known stays when the store cannot tell.
   */
  static void takeStoredName(LiveThread live, ThreadStore store) {
    if (!live.ephemeral() && live.log().materialized()) {
      try {
        live.takeName(store.read(live.threadId(), true).name());
      } catch (ThreadStoreException e) {
        LOG.debug(() -> "thread " + live.threadId() + " keeps the name it has: " + e.message());
      }
    }
  }

  /**
   * What is known of a thread beside its history, archived or not.
   *
   * @param live the thread, when it is loaded
   * @param missing the failure when it is not, and not stored either
   */
  static StoredThread facts(
      String threadId, @Nullable LiveThread live, ThreadStore store, RpcException missing) {
    return live != null
        ? live.facts()
        : StoreErrors.orMissing(() -> store.read(threadId, true), missing);
  }

  private List<Turn> turns(String threadId, @Nullable LiveThread live, StoredThread facts) {
    if (isFresh(live)) {
      if (facts.historyMode() == HistoryMode.LEGACY) {
        throw notMaterialized(threadId, "includeTurns");
      }
      return List.of(); // nothing was said yet, and reading creates nothing
    }
    history.checkGivenWhole(threadId, "omit `includeTurns`");
    return new TurnViews(facts.cwd()).of(history.allTurns(threadId), TurnItemsView.FULL);
  }

  /** {@code thread/turns/list}. */
  public Reply<ThreadTurnsListResponse> turnsList(
      ThreadTurnsListParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    LiveThread live = loaded.get(threadId);
    if (live != null && live.ephemeral()) {
      throw RpcException.invalidRequest("ephemeral threads do not support thread/turns/list");
    }
    if (isFresh(live)) {
      throw notMaterialized(threadId, "thread/turns/list");
    }
    StoredThread facts = facts(threadId, live, store, StoreErrors.notLoaded(threadId));
    TurnsPage page =
        new TurnPages(history)
            .page(
                new TurnPages.Wanted(
                    threadId,
                    facts.historyMode(),
                    facts.cwd(),
                    params.cursor(),
                    params.limit(),
                    params.sortDirection(),
                    params.itemsView()));
    return Reply.of(
        new ThreadTurnsListResponse(page.data(), page.nextCursor(), page.backwardsCursor()));
  }

  /** {@code thread/loaded/list}. */
  public Reply<ThreadLoadedListResponse> loadedList(
      ThreadLoadedListParams params, RequestContext context) {
    List<String> ids = loaded.all().stream().map(LiveThread::threadId).sorted().toList();
    String after = params.cursor();
    if (after != null && !ids.isEmpty()) {
      String last = ThreadIds.parseOrNull(after);
      if (last == null) {
        throw Cursors.invalid(after);
      }
      ids = ids.stream().filter(id -> id.compareTo(last) > 0).toList();
    }
    int limit = params.limit() == null ? Integer.MAX_VALUE : Math.max(1, params.limit());
    boolean more = ids.size() > limit;
    List<String> page = more ? ids.subList(0, limit) : ids;
    return Reply.of(new ThreadLoadedListResponse(page, more ? page.getLast() : null));
  }

  /** Whether the thread was started and has nothing stored yet. */
  private static boolean isFresh(@Nullable LiveThread live) {
    return live != null && !live.log().materialized();
  }

  private static RpcException notMaterialized(String threadId, String what) {
    return RpcException.invalidRequest(
            ErrorKind.THREAD_NOT_MATERIALIZED,
            "thread "
                + threadId
                + " is not materialized yet; "
                + what
                + " is unavailable before first user message")
        .onThread(threadId);
  }
}
