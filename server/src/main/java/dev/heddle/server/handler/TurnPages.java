package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.TurnItemsView;
import dev.heddle.protocol.v2.TurnsPage;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.SortDirection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages of turns as clients see them, with the cursors of both history modes.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class TurnPages {
  private static final int DEFAULT_LIMIT = 25;
  private static final int MAX_LIMIT = 100;

  private final ThreadHistory history;

  TurnPages(ThreadHistory history) {
    this.history = history;
  }

  /**
   * Which page of which thread.
   *
   * @param mode how the thread's history is recorded
   * @param cwd its working directory
   * @param cursor null for the first page
   * @param limit rows at most as the client said, or null
   * @param direction null for newest first
   * @param itemsView how much of each turn; null for its summary
   */
  record Wanted(
      String threadId,
      HistoryMode mode,
      String cwd,
      @Nullable String cursor,
      @Nullable Integer limit,
      dev.heddle.protocol.v2.@Nullable SortDirection direction,
      @Nullable TurnItemsView itemsView) {}

  /** The page. */
  TurnsPage page(Wanted wanted) {
    TurnItemsView view = wanted.itemsView() == null ? TurnItemsView.SUMMARY : wanted.itemsView();
    HistoryPages.TurnPage page =
        history.turns(
            wanted.threadId(),
            new HistoryPages.Request(
                anchor(wanted),
                limit(wanted.limit()),
                direction(wanted.direction(), SortDirection.DESC)),
            items(view));
    List<StoredTurn> turns = page.turns();
    return new TurnsPage(
        new TurnViews(wanted.cwd()).of(turns, view),
        page.hasMore() ? cursor(wanted, turns.getLast(), false) : null,
        turns.isEmpty() ? null : cursor(wanted, turns.getFirst(), true));
  }

  private static HistoryPages.Items items(TurnItemsView view) {
    return switch (view) {
      case FULL -> HistoryPages.Items.ALL;
      case SUMMARY -> HistoryPages.Items.SUMMARY;
      case NOT_LOADED -> HistoryPages.Items.NONE;
    };
  }

  /** How many rows a page has. */
  static int limit(@Nullable Integer wanted) {
    return wanted == null ? DEFAULT_LIMIT : Math.clamp(wanted, 1, MAX_LIMIT);
  }

  static SortDirection direction(
      dev.heddle.protocol.v2.@Nullable SortDirection wanted, SortDirection otherwise) {
    if (wanted == null) {
      return otherwise;
    }
    return wanted == dev.heddle.protocol.v2.SortDirection.ASC
        ? SortDirection.ASC
        : SortDirection.DESC;
  }

  private static String cursor(Wanted wanted, StoredTurn turn, boolean inclusive) {
    return wanted.mode() == HistoryMode.PAGINATED
        ? Cursors.turn(wanted.threadId(), turn.ordinal(), inclusive)
        : Cursors.legacyTurn(turn.turnId(), turn.ordinal(), inclusive);
  }

  private HistoryPages.@Nullable Anchor anchor(Wanted wanted) {
    if (wanted.mode() == HistoryMode.PAGINATED || wanted.cursor() == null) {
      return Cursors.parseTurn(wanted.threadId(), wanted.cursor());
    }
    Cursors.LegacyTurn named = Cursors.parseLegacyTurn(wanted.cursor());
    return new HistoryPages.Anchor(ordinal(wanted.threadId(), named), named.inclusive());
  }

  /** Where the turn is now. */
  private long ordinal(String threadId, Cursors.LegacyTurn named) {
    Long ordinal = history.ordinal(threadId, named.turnId());
    if (ordinal == null) {
      throw RpcException.invalidRequest(
          ErrorKind.INVALID_CURSOR, "invalid cursor: anchor turn is no longer present");
    }
    return ordinal;
  }
}
