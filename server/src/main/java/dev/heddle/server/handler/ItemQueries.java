package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ThreadItemOutputDeferral;
import dev.heddle.protocol.v2.ThreadItemsListParams;
import dev.heddle.protocol.v2.ThreadItemsListResponse;
import dev.heddle.protocol.v2.ThreadItemsReadParams;
import dev.heddle.protocol.v2.ThreadItemsReadResponse;
import dev.heddle.protocol.v2.ThreadTimelineListParams;
import dev.heddle.protocol.v2.ThreadTimelineListResponse;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.LoadedThreads;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests that look at a history item by item, of both kinds of history. A thread that has
 * said nothing yet has no items; an ephemeral one has none stored.
 */
public final class ItemQueries {
  private static final int MAX_IDS = 100;

  private final ThreadStore store;
  private final LoadedThreads loaded;
  private final ThreadHistory history;

  ItemQueries(ThreadStore store, LoadedThreads loaded, ThreadHistory history) {
    this.store = store;
    this.loaded = loaded;
    this.history = history;
  }

  /** {@code thread/items/list}. */
  public Reply<ThreadItemsListResponse> list(ThreadItemsListParams params, RequestContext context) {
    String itemId = Cursors.namedItem(params.cursor());
    Asked asked = asked(params.threadId(), "thread/items/list");
    String threadId = asked.threadId();
    HistoryPages.Anchor anchor =
        itemId == null
            ? Cursors.parseItem(threadId, Cursors.pageOfItems(params.cursor()))
            : behind(asked, params.turnId(), itemId);
    if (asked.isFresh()) {
      return Reply.of(new ThreadItemsListResponse(List.of(), null, null));
    }
    HistoryPages.ItemPage page =
        history.items(
            threadId,
            params.turnId(),
            new HistoryPages.Request(
                anchor,
                TurnPages.limit(params.limit()),
                TurnPages.direction(params.sortDirection(), SortDirection.ASC)));
    List<StoredItem> items = page.items();
    ThreadItemOutputDeferral deferred = params.turnId() == null ? null : params.deferOutput();
    return Reply.of(
        new ThreadItemsListResponse(
            new TurnViews(asked.cwd()).entries(items, deferred),
            page.hasMore() ? Cursors.item(threadId, items.getLast().ordinal(), false) : null,
            items.isEmpty() ? null : Cursors.item(threadId, items.getFirst().ordinal(), true)));
  }

  private HistoryPages.Anchor behind(Asked asked, @Nullable String turnId, String itemId) {
    if (turnId == null || turnId.isEmpty()) {
      throw RpcException.invalidParams("turnId is required when cursor is an item anchor");
    }
    Long ordinal = asked.isFresh() ? null : history.ordinal(asked.threadId(), turnId, itemId);
    if (ordinal == null) {
      throw RpcException.invalidParams(
          "cursor.itemId does not identify an item in the requested history scope");
    }
    return new HistoryPages.Anchor(ordinal, false);
  }

  /** {@code thread/items/read}. */
  public Reply<ThreadItemsReadResponse> read(ThreadItemsReadParams params, RequestContext context) {
    int count = params.itemIds().size();
    if (count < 1 || count > MAX_IDS) {
      throw RpcException.invalidRequest("itemIds must contain 1 to 100 IDs");
    }
    Asked asked = asked(params.threadId(), "thread/items/read");
    List<StoredItem> items =
        asked.isFresh()
            ? List.of()
            : history.items(asked.threadId(), params.turnId(), Set.copyOf(params.itemIds()));
    return Reply.of(new ThreadItemsReadResponse(new TurnViews(asked.cwd()).entries(items, null)));
  }

  /** {@code thread/timeline/list}. */
  public Reply<ThreadTimelineListResponse> timeline(
      ThreadTimelineListParams params, RequestContext context) {
    Asked asked = asked(params.threadId(), "thread/timeline/list");
    HistoryPages.Anchor before = Cursors.parseTimeline(asked.threadId(), params.cursor());
    if (asked.isFresh()) {
      return Reply.of(new ThreadTimelineListResponse(List.of(), null, null));
    }
    return Reply.of(
        new Timeline(history, asked.threadId(), asked.cwd())
            .page(before, TurnPages.limit(params.limit())));
  }

  /** The thread that is asked about; one that has no stored items is refused. */
  private Asked asked(String given, String method) {
    String threadId = ThreadIds.thread(given);
    LiveThread live = loaded.get(threadId);
    RpcException unsupported = RpcException.unsupported(method).onThread(threadId);
    StoredThread facts = ThreadQueries.facts(threadId, live, store, unsupported);
    if (live != null && live.ephemeral()) {
      throw unsupported;
    }
    return new Asked(threadId, facts.cwd(), live != null && !live.log().materialized());
  }

  /**
   * A thread that is asked about.
   *
   * @param isFresh whether nothing of it is stored yet
   */
  private record Asked(String threadId, String cwd, boolean isFresh) {}
}
