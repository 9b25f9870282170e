package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.FuzzyFileSearchMatchType;
import dev.heddle.protocol.v2.FuzzyFileSearchParams;
import dev.heddle.protocol.v2.FuzzyFileSearchResponse;
import dev.heddle.protocol.v2.FuzzyFileSearchResult;
import dev.heddle.protocol.v2.FuzzyFileSearchSessionCompletedNotification;
import dev.heddle.protocol.v2.FuzzyFileSearchSessionStartParams;
import dev.heddle.protocol.v2.FuzzyFileSearchSessionStartResponse;
import dev.heddle.protocol.v2.FuzzyFileSearchSessionStopParams;
import dev.heddle.protocol.v2.FuzzyFileSearchSessionStopResponse;
import dev.heddle.protocol.v2.FuzzyFileSearchSessionUpdateParams;
import dev.heddle.protocol.v2.FuzzyFileSearchSessionUpdateResponse;
import dev.heddle.protocol.v2.FuzzyFileSearchSessionUpdatedNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.search.FileSearches;
import dev.heddle.server.search.FoundFile;
import dev.heddle.server.search.SearchListener;
import java.util.List;

/**
 * {@code fuzzyFileSearch} and its sessions.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class FileSearchHandlers {
  private final FileSearches searches;

  public FileSearchHandlers(FileSearches searches) {
    this.searches = searches;
  }

  public Reply<FuzzyFileSearchResponse> search(
      FuzzyFileSearchParams params, RequestContext context) {
    return Reply.later(
        searches
            .search(params.query(), params.roots(), params.cancellationToken())
            .thenApply(found -> Reply.of(new FuzzyFileSearchResponse(results(found)))));
  }

  public Reply<FuzzyFileSearchSessionStartResponse> start(
      FuzzyFileSearchSessionStartParams params, RequestContext context) {
    String sessionId = params.sessionId();
    if (sessionId.isEmpty()) {
      throw RpcException.invalidRequest("sessionId must not be empty");
    }
    if (params.roots().isEmpty()) {
      throw RpcException.of(
          RpcException.INTERNAL,
          ErrorKind.INVALID_PARAMS,
          "failed to start fuzzy file search session: at least one search directory is required");
    }
    Runnable begin =
        searches.open(sessionId, params.roots(), new Told(context.connection(), sessionId));
    return Reply.of(new FuzzyFileSearchSessionStartResponse()).andThen(begin);
  }

  public Reply<FuzzyFileSearchSessionUpdateResponse> update(
      FuzzyFileSearchSessionUpdateParams params, RequestContext context) {
    Runnable search = searches.update(params.sessionId(), params.query());
    if (search == null) {
      throw RpcException.invalidRequest(
          "fuzzy file search session not found: " + params.sessionId());
    }
    return Reply.of(new FuzzyFileSearchSessionUpdateResponse()).andThen(search);
  }

  public Reply<FuzzyFileSearchSessionStopResponse> stop(
      FuzzyFileSearchSessionStopParams params, RequestContext context) {
    searches.stop(params.sessionId());
    return Reply.of(new FuzzyFileSearchSessionStopResponse());
  }

  private static List<FuzzyFileSearchResult> results(List<FoundFile> found) {
    return found.stream()
        .map(each ->
            new FuzzyFileSearchResult(
                each.root(),
                each.path(),
                each.directory()
                    ? FuzzyFileSearchMatchType.DIRECTORY
                    : FuzzyFileSearchMatchType.FILE,
                each.name(),
                each.score(),
                each.indices()))
        .toList();
  }

  /** What a session finds, told to its client. */
  private record Told(ClientConnection client, String sessionId) implements SearchListener {
    @Override
    public void updated(String query, List<FoundFile> found) {
      client.notify(
          ServerNotifications.FUZZY_FILE_SEARCH_SESSION_UPDATED,
          new FuzzyFileSearchSessionUpdatedNotification(sessionId, query, results(found)));
    }

    @Override
    public void completed() {
      client.notify(
          ServerNotifications.FUZZY_FILE_SEARCH_SESSION_COMPLETED,
          new FuzzyFileSearchSessionCompletedNotification(sessionId));
    }
  }
}
