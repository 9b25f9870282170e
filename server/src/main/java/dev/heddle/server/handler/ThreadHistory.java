package dev.heddle.server.handler;

import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.FoldedPages;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.ActiveTurn;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.LoadedThreads;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The turns and items of stored threads, loaded or not. A turn without an end is in progress only
 * while it runs. What a loaded thread has recorded is in the store before a page is read, so a page
 * never shows less than clients have been told.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class ThreadHistory {
  private static final int ALL_PAGE = 100;

  private final LoadedThreads loaded;
  private final HistoryPages pages;

  ThreadHistory(ThreadStore store, LoadedThreads loaded) {
    this.loaded = loaded;
    this.pages =
        store
            .historyPages()
            .orElseGet(() -> new FoldedPages((id, sink) -> store.replay(id, true, sink)));
  }

  /** A page of turns with all their items. */
  HistoryPages.TurnPage turns(String threadId, HistoryPages.Request request) {
    String runningBefore = runningTurn(threadId);
    flush(threadId);
    HistoryPages.TurnPage page = pages.turns(threadId, request);
    String runningAfter = runningTurn(threadId);
    return new HistoryPages.TurnPage(
        page.turns().stream().map(turn -> settled(turn, runningBefore, runningAfter)).toList(),
        page.hasMore());
  }

  /** A turn without an end was interrupted, unless it is running. */
  private static StoredTurn settled(
      StoredTurn turn, @Nullable String runningBefore, @Nullable String runningAfter) {
    if (turn.status() != StoredTurn.Status.IN_PROGRESS
        || turn.turnId().equals(runningBefore)
        || turn.turnId().equals(runningAfter)) {
      return turn;
    }
    return new StoredTurn(
        turn.turnId(),
        turn.rootTurnId(),
        turn.ordinal(),
        StoredTurn.Status.INTERRUPTED,
        turn.error(),
        turn.startedAt(),
        turn.completedAt(),
        turn.durationMs(),
        turn.items());
  }

  private @Nullable String runningTurn(String threadId) {
    LiveThread live = loaded.get(threadId);
    ActiveTurn running = live == null ? null : live.activeTurn();
    return running == null ? null : running.turnId();
  }

  /** A page of items of the thread, or of one turn. */
  HistoryPages.ItemPage items(
      String threadId, @Nullable String turnId, HistoryPages.Request request) {
    flush(threadId);
    return pages.items(threadId, turnId, request);
  }

  /** Every turn with all its items, oldest first. */
  List<StoredTurn> allTurns(String threadId) {
    List<StoredTurn> all = new ArrayList<>();
    HistoryPages.Anchor after = null;
    HistoryPages.TurnPage page;
    do {
      page = turns(threadId, new HistoryPages.Request(after, ALL_PAGE, SortDirection.ASC));
      all.addAll(page.turns());
      if (!page.turns().isEmpty()) {
        after = new HistoryPages.Anchor(page.turns().getLast().ordinal(), false);
      }
    } while (page.hasMore());
    return all;
  }

  /** The cursor at which newer turns than the stored ones will appear; null without turns. */
  @Nullable String turnsBackwardsCursor(String threadId) {
    var newest = turns(threadId, new HistoryPages.Request(null, 1, SortDirection.DESC)).turns();
    return newest.isEmpty() ? null : Cursors.turn(threadId, newest.getFirst().ordinal(), true);
  }

  /** The cursor at which newer items than the stored ones will appear; null without items. */
  @Nullable String itemsBackwardsCursor(String threadId) {
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
