package dev.heddle.server.handler;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ThreadSearchOccurrence;
import dev.heddle.protocol.v2.ThreadSearchOccurrencesParams;
import dev.heddle.protocol.v2.ThreadSearchOccurrencesResponse;
import dev.heddle.protocol.v2.ThreadSearchTextRange;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.VisibleMessages;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.LoadedThreads;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code thread/searchOccurrences}: every place in one thread's messages that contains a term,
 * oldest first. What the agent says in passing, before it has answered, does not count, as in the
 * peer.
 */
public final class OccurrencesHandler
    implements Handler<ThreadSearchOccurrencesParams, ThreadSearchOccurrencesResponse> {
  private static final String METHOD = "thread/searchOccurrences";
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 250;
  private static final int TURNS = 20;

  private final ThreadStore store;
  private final LoadedThreads loaded;
  private final ThreadHistory history;

  OccurrencesHandler(ThreadStore store, LoadedThreads loaded, ThreadHistory history) {
    this.store = store;
    this.loaded = loaded;
    this.history = history;
  }

  @Override
  public Reply<ThreadSearchOccurrencesResponse> handle(
      ThreadSearchOccurrencesParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    String term = params.searchTerm();
    if (term.isBlank()) {
      throw RpcException.invalidRequest(METHOD + " requires a non-empty searchTerm");
    }
    LiveThread live = loaded.get(threadId);
    RpcException unsupported = RpcException.unsupported(METHOD).onThread(threadId);
    StoredThread facts = ThreadQueries.facts(threadId, live, store, unsupported);
    if (facts.historyMode() == HistoryMode.LEGACY || (live != null && live.ephemeral())) {
      throw unsupported;
    }
    Cursors.Occurrence from = Cursors.parseOccurrence(threadId, term, params.cursor());
    if (live != null && !live.log().materialized()) {
      return Reply.of(new ThreadSearchOccurrencesResponse(List.of(), null));
    }
    int limit = params.limit() == null ? DEFAULT_LIMIT : Math.clamp(params.limit(), 1, MAX_LIMIT);
    return Reply.of(new Page(threadId, term, from, limit).find());
  }

  /** One page in the making. */
  private final class Page {
    private final String threadId;
    private final String term;
    private final String folded;
    private final Cursors.@Nullable Occurrence from;
    private final int limit;
    private final List<ThreadSearchOccurrence> found = new ArrayList<>();
    private @Nullable String next;

    Page(String threadId, String term, Cursors.@Nullable Occurrence from, int limit) {
      this.threadId = threadId;
      this.term = term;
      this.folded = VisibleMessages.fold(term);
      this.from = from;
      this.limit = limit;
    }

    ThreadSearchOccurrencesResponse find() {
      HistoryPages.Anchor anchor = from == null ? null : turnOf(from.ordinal());
      HistoryPages.TurnPage page;
      do {
        page =
            history.turns(
                threadId,
                new HistoryPages.Request(anchor, TURNS, SortDirection.ASC),
                HistoryPages.Items.ALL);
        for (StoredTurn turn : page.turns()) {
          turn.items().forEach(item -> look(turn, item));
          if (next != null) {
            return new ThreadSearchOccurrencesResponse(found, next);
          }
          anchor = new HistoryPages.Anchor(turn.ordinal(), false);
        }
      } while (page.hasMore());
      return new ThreadSearchOccurrencesResponse(found, null);
    }

    /** The turn that begins at the ordinal or before it. */
    private HistoryPages.@Nullable Anchor turnOf(long ordinal) {
      var before = new HistoryPages.Anchor(ordinal, true);
      List<StoredTurn> turns =
          history
              .turns(
                  threadId,
                  new HistoryPages.Request(before, 1, SortDirection.DESC),
                  HistoryPages.Items.NONE)
              .turns();
      return turns.isEmpty() ? null : new HistoryPages.Anchor(turns.getFirst().ordinal(), true);
    }

    private void look(StoredTurn turn, StoredItem item) {
      if (next != null || isInPassing(item.item()) || (from != null && isBefore(item, from))) {
        return;
      }
      String text = VisibleMessages.ofItem(item.item());
      String searched = VisibleMessages.fold(text);
      int index = 0;
      for (int at = searched.indexOf(folded); at >= 0; index++) {
        boolean skipped = from != null && item.ordinal() == from.ordinal() && index < from.index();
        if (!skipped && found.size() == limit) {
          next = Cursors.occurrence(threadId, term, item.ordinal(), index);
          return;
        }
        if (!skipped) {
          found.add(occurrence(turn, item, text, at));
        }
        at = searched.indexOf(folded, at + folded.length());
      }
    }

    private ThreadSearchOccurrence occurrence(
        StoredTurn turn, StoredItem item, String text, int at) {
      Snippets.Snippet snippet = Snippets.around(text, at, at + folded.length());
      return new ThreadSearchOccurrence(
          turn.turnId(),
          item.itemId(),
          snippet.text(),
          new ThreadSearchTextRange(snippet.start(), snippet.end()),
          Cursors.turn(threadId, turn.ordinal(), true));
    }
  }

  private static boolean isBefore(StoredItem item, Cursors.Occurrence from) {
    return item.ordinal() < from.ordinal();
  }

  private static boolean isInPassing(JsonObject item) {
    return "commentary".equals(Json.string(item, "phase"));
  }
}
