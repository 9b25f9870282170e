package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.FoldedPages;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.ActiveTurn;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.LoadedThreads;
import dev.heddle.server.turn.InterruptedTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The turns and items of stored threads, loaded or not. A turn or an item without an end is in
 * progress only while it runs. What a loaded thread has recorded is in the store before a page is
 * read, so a page never shows less than clients have been told. No page is larger than a bound,
 * unless one row is; a history that is larger than the heap allows is not given whole.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class ThreadHistory {
  private static final int ALL_PAGE = 100;

  private final LoadedThreads loaded;
  private final HistoryPages pages;
  private final HistoryBounds bounds;

  ThreadHistory(ThreadStore store, LoadedThreads loaded, HistoryBounds bounds) {
    this.loaded = loaded;
    this.bounds = bounds;
    this.pages =
        store
            .historyPages()
            .orElseGet(() -> new FoldedPages((id, sink) -> store.replay(id, true, sink)));
  }

  /** A page of turns with all their items. */
  HistoryPages.TurnPage turns(String threadId, HistoryPages.Request request) {
    return turns(threadId, request, HistoryPages.Items.ALL);
  }

  /** A page of turns with so many of their items. */
  HistoryPages.TurnPage turns(
      String threadId, HistoryPages.Request request, HistoryPages.Items items) {
    return settled(threadId, within(request), items);
  }

  private HistoryPages.Request within(HistoryPages.Request request) {
    return request.within(bounds.pageBytes(), bounds.wholeBytes());
  }

  private HistoryPages.TurnPage settled(
      String threadId, HistoryPages.Request request, HistoryPages.Items items) {
    String runningBefore = runningTurn(threadId);
    flush(threadId);
    HistoryPages.TurnPage page = pages.turns(threadId, request, items);
    String runningAfter = runningTurn(threadId);
    return new HistoryPages.TurnPage(
        page.turns().stream()
            .map(turn -> settled(threadId, turn, runningBefore, runningAfter))
            .toList(),
        page.hasMore());
  }

  /** A turn without an end was interrupted, unless it is running. */
  private StoredTurn settled(
      String threadId,
      StoredTurn turn,
      @Nullable String runningBefore,
      @Nullable String runningAfter) {
    if (!turn.turnId().equals(runningBefore) && !turn.turnId().equals(runningAfter)) {
      return turn.settled().withItems(turn.items().stream().map(InterruptedTurn::settled).toList());
    }
    return turn.withItems(finished(threadId, turn.items(), turn.turnId()));
  }

  /** Without what the running turn is still saying: clients hear of that as it comes. */
  private List<StoredItem> finished(
      String threadId, List<StoredItem> items, @Nullable String runningTurnId) {
    LiveThread live = loaded.get(threadId);
    if (runningTurnId == null
        || live == null
        || live.log().historyMode() == HistoryMode.LEGACY) { // whose items have no times
      return items;
    }
    return items.stream()
        .filter(item -> item.completedAtMs() != null || !item.turnId().equals(runningTurnId))
        .toList();
  }

  private @Nullable String runningTurn(String threadId) {
    LiveThread live = loaded.get(threadId);
    ActiveTurn running = live == null ? null : live.activeTurn();
    return running == null ? null : running.turnId();
  }

  /** A page of items of the thread, or of one turn. */
  HistoryPages.ItemPage items(
      String threadId, @Nullable String turnId, HistoryPages.Request request) {
    HistoryPages.Request next = request;
    while (true) {
      String runningBefore = runningTurn(threadId);
      flush(threadId);
      HistoryPages.ItemPage page = pages.items(threadId, turnId, within(next));
      String runningAfter = runningTurn(threadId);
      List<StoredItem> finished = settled(threadId, page.items(), runningBefore, runningAfter);
      if (!finished.isEmpty() || !page.hasMore()) {
        return new HistoryPages.ItemPage(finished, page.hasMore());
      }
      next =
          new HistoryPages.Request(
              new HistoryPages.Anchor(page.items().getLast().ordinal(), false),
              request.limit(),
              request.direction());
    }
  }

  /** Those items of a turn that have one of these ids, oldest first. */
  List<StoredItem> items(String threadId, String turnId, Set<String> itemIds) {
    String runningBefore = runningTurn(threadId);
    flush(threadId);
    List<StoredItem> found = pages.items(threadId, turnId, itemIds, bounds.wholeBytes());
    return settled(threadId, found, runningBefore, runningTurn(threadId));
  }

  /**
   * Items of turns that do not run have ended, those of the running turn are left out until then.
   */
  private List<StoredItem> settled(
      String threadId,
      List<StoredItem> items,
      @Nullable String runningBefore,
      @Nullable String runningAfter) {
    return finished(threadId, items, runningBefore).stream()
        .map(item ->
            item.turnId().equals(runningBefore) || item.turnId().equals(runningAfter)
                ? item
                : InterruptedTurn.settled(item))
        .toList();
  }

  /** See {@link HistoryPages#sent}; of what is stored by now. */
  @Nullable StoredItem sent(String threadId, String clientMessageId) {
    return pages.sent(threadId, clientMessageId);
  }

  /** The turn without its items; null when there is no such turn. */
  @Nullable StoredTurn turn(String threadId, String turnId) {
    Long ordinal = ordinal(threadId, turnId);
    if (ordinal == null) {
      return null;
    }
    HistoryPages.Request page =
        new HistoryPages.Request(new HistoryPages.Anchor(ordinal, true), 1, SortDirection.ASC);
    return turns(threadId, page, HistoryPages.Items.NONE).turns().stream()
        .filter(turn -> turn.turnId().equals(turnId))
        .findFirst()
        .orElse(null);
  }

  /** Whether the newest turn was interrupted; one that a crash cut was not. */
  boolean lastTurnInterrupted(LiveThread live) {
    Boolean interrupted = live.lastTurnInterrupted();
    if (interrupted != null) {
      return interrupted;
    }
    if (!live.log().materialized()) {
      return false;
    }
    String threadId = live.threadId();
    flush(threadId);
    HistoryPages.Request newest =
        new HistoryPages.Request(null, 1, SortDirection.DESC)
            .within(bounds.pageBytes(), bounds.wholeBytes());
    return pages.turns(threadId, newest, HistoryPages.Items.NONE).turns().stream()
        .anyMatch(turn -> turn.status() == StoredTurn.Status.INTERRUPTED);
  }

  /** Where the turn is among the thread's turns; null when there is no such turn. */
  @Nullable Long ordinal(String threadId, String turnId) {
    flush(threadId);
    return pages.ordinal(threadId, turnId);
  }

  /** Where the item of this turn is among the items; null when there is no such item. */
  @Nullable Long ordinal(String threadId, String turnId, String itemId) {
    flush(threadId);
    return pages.ordinal(threadId, turnId, itemId);
  }

  /**
   * Refuses an answer with all turns of a thread that has too many for it; before anything is done
   * for that answer.
   *
   * @param instead the params that ask for none
   * @throws RpcException when the history is too large to be given whole
   */
  void checkGivenWhole(String threadId, String instead) {
    flush(threadId);
    long bytes = pages.bytes(threadId);
    if (bytes > bounds.wholeBytes()) {
      throw RpcException.invalidRequest(
              "the history of thread "
                  + threadId
                  + " is too large for one answer ("
                  + bytes
                  + " bytes; the server's memory allows "
                  + bounds.wholeBytes()
                  + "): "
                  + instead
                  + ", then page with `thread/turns/list`")
          .onThread(threadId);
    }
  }

  /** Every turn with all its items, oldest first; what they cost was checked before. */
  List<StoredTurn> allTurns(String threadId) {
    List<StoredTurn> all = new ArrayList<>();
    HistoryPages.Anchor after = null;
    HistoryPages.TurnPage page;
    do {
      page =
          settled(
              threadId,
              new HistoryPages.Request(after, ALL_PAGE, SortDirection.ASC),
              HistoryPages.Items.ALL);
      all.addAll(page.turns());
      if (!page.turns().isEmpty()) {
        after = new HistoryPages.Anchor(page.turns().getLast().ordinal(), false);
      }
    } while (page.hasMore());
    return all;
  }

  /** The cursor at which newer turns than the stored ones will appear; null without turns. */
  @Nullable String turnsBackwardsCursor(String threadId) {
    var newest =
        turns(
                threadId,
                new HistoryPages.Request(null, 1, SortDirection.DESC),
                HistoryPages.Items.NONE)
            .turns();
    return newest.isEmpty() ? null : Cursors.turn(threadId, newest.getFirst().ordinal(), true);
  }

  /** The cursor at which newer items than the stored ones will appear; null without items. */
  @Nullable String itemsBackwardsCursor(String threadId) {
    if (runningTurn(threadId) == null) {
      flush(threadId);
      Long newest = pages.newestItem(threadId);
      return newest == null ? null : Cursors.item(threadId, newest, true);
    }
    var newest =
        items(threadId, null, new HistoryPages.Request(null, 1, SortDirection.DESC)).items();
    return newest.isEmpty() ? null : Cursors.item(threadId, newest.getFirst().ordinal(), true);
  }

  private void flush(String threadId) {
    LiveThread live = loaded.get(threadId);
    if (live != null) {
      live.log().flush();
    }
  }
}
