package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ThreadSearchParams;
import dev.heddle.protocol.v2.ThreadSearchResponse;
import dev.heddle.protocol.v2.ThreadSearchResult;
import dev.heddle.protocol.v2.ThreadSearchSortKey;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadSearch;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.VisibleMessages;
import dev.heddle.server.thread.LoadedThreads;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code thread/search}: threads in which a message of the user or the agent contains a term. */
public final class ThreadSearchHandler
    implements Handler<ThreadSearchParams, ThreadSearchResponse> {
  private final ThreadStore store;
  private final LoadedThreads loaded;

  ThreadSearchHandler(ThreadStore store, LoadedThreads loaded) {
    this.store = store;
    this.loaded = loaded;
  }

  @Override
  public Reply<ThreadSearchResponse> handle(ThreadSearchParams params, RequestContext context) {
    String term = params.searchTerm().strip();
    if (term.isEmpty()) {
      throw RpcException.invalidRequest("thread/search requires a non-empty searchTerm");
    }
    ThreadSearch search =
        store.search().orElseThrow(() -> RpcException.unsupported("thread/search"));
    ThreadQuery query =
        new ThreadQuery(
            TurnPages.limit(params.limit()),
            null,
            sortKey(params.sortKey()),
            TurnPages.direction(params.sortDirection(), SortDirection.DESC),
            Boolean.TRUE.equals(params.archived()),
            ThreadListHandler.sources(params.sourceKinds(), false),
            null,
            null,
            null,
            null,
            null,
            Set.of(),
            null,
            null);
    ThreadQuery list = query.withSearchTerm(term);
    ThreadSearch.Page page =
        search.search(term, query.from(Cursors.parseThread(params.cursor(), list)));
    ThreadPlaces places = ThreadPlaces.of(store);
    List<ThreadSearchResult> data =
        page.matches().stream()
            .map(match ->
                new ThreadSearchResult(
                    ThreadViews.row(match.thread(), loaded.get(match.thread().id()), places),
                    snippet(match.message(), term)))
            .toList();
    return Reply.of(
        new ThreadSearchResponse(
            data,
            page.next() == null ? null : Cursors.thread(page.next(), list),
            page.matches().isEmpty()
                ? null
                : ThreadListHandler.backwards(page.matches().getFirst().thread(), query)));
  }

  private static ThreadQuery.SortKey sortKey(@Nullable ThreadSearchSortKey wanted) {
    if (wanted == null) {
      return ThreadQuery.SortKey.CREATED_AT;
    }
    return switch (wanted) {
      case UPDATED_AT -> ThreadQuery.SortKey.UPDATED_AT;
      case RECENCY_AT -> ThreadQuery.SortKey.RECENCY_AT;
      default -> ThreadQuery.SortKey.CREATED_AT;
    };
  }

  /** On one line. */
  private static String snippet(String message, String term) {
    int start = Math.max(0, VisibleMessages.fold(message).indexOf(VisibleMessages.fold(term)));
    int end = Math.min(message.length(), start + term.length());
    String before = line(message.substring(0, start));
    String match = line(message.substring(start, end));
    String text = before + match + line(message.substring(end));
    return Snippets.around(text.stripTrailing(), before.length(), before.length() + match.length())
        .text();
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
