package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ConversationGitInfo;
import dev.heddle.protocol.v2.ConversationSummary;
import dev.heddle.protocol.v2.GetConversationSummaryParams;
import dev.heddle.protocol.v2.GetConversationSummaryResponse;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** {@code getConversationSummary}: an older way to ask for a stored thread. */
public final class ConversationSummaries
    implements Handler<GetConversationSummaryParams, GetConversationSummaryResponse> {
  private final ThreadStore store;

  ConversationSummaries(ThreadStore store) {
    this.store = store;
  }

  @Override
  public Reply<GetConversationSummaryResponse> handle(
      GetConversationSummaryParams params, RequestContext context) {
    return Reply.of(new GetConversationSummaryResponse(summary(thread(params))));
  }

  private StoredThread thread(GetConversationSummaryParams params) {
    String path = params.rolloutPath();
    if (path != null) {
      return store
          .rolloutPaths()
          .orElseThrow(() ->
              RpcException.invalidRequest(
                  "rollout path queries are only supported with the local thread store"))
          .readByPath(path);
    }
    String given = params.conversationId();
    String threadId = given == null ? null : ThreadIds.parseOrNull(given);
    if (threadId == null) {
      throw RpcException.invalidRequest(
          "Invalid request: data did not match any variant of untagged enum"
              + " GetConversationSummaryParams");
    }
    return StoreErrors.orMissing(
        () -> store.read(threadId, true),
        RpcException.invalidRequest(
                ErrorKind.THREAD_NOT_FOUND, "no rollout found for conversation id " + threadId)
            .onThread(threadId));
  }

  private static ConversationSummary summary(StoredThread thread) {
    return new ConversationSummary(
        thread.id(),
        thread.rolloutPath() == null ? "" : thread.rolloutPath(),
        thread.preview(),
        time(thread.createdAt()),
        time(thread.updatedAt()),
        thread.modelProvider(),
        thread.cwd(),
        thread.cliVersion(),
        ThreadViews.source(thread.source()),
        git(thread.git()));
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static @Nullable ConversationGitInfo git(@Nullable GitInfo known) {
    return known == null
        ? null
        : new ConversationGitInfo(known.sha(), known.branch(), known.originUrl());
  }
}
