package dev.heddle.server.handler;

import dev.heddle.protocol.v2.ReviewDelivery;
import dev.heddle.protocol.v2.ReviewStartParams;
import dev.heddle.protocol.v2.ReviewStartResponse;
import dev.heddle.protocol.v2.ThreadItem;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.TurnItemsView;
import dev.heddle.protocol.v2.TurnStatus;
import dev.heddle.protocol.v2.UserInput;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.review.ReviewSubject;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.turn.TurnEngine;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code review/start}: a turn that reviews changes, in the thread itself or in a fork of it. The
 * fork is one like any other: made by the store from what it has of the thread.
 */
public final class ReviewHandler implements Handler<ReviewStartParams, ReviewStartResponse> {
  private final ThreadAccess threads;
  private final ThreadForkHandler forks;
  private final TurnEngine engine;
  private final StartedTurns startedTurns;
  private final Supplier<@Nullable String> reviewModel;

  /**
   * @param reviewModel the reviewer's model; gives null for the one of the thread
   */
  ReviewHandler(
      ThreadAccess threads,
      ThreadForkHandler forks,
      TurnEngine engine,
      StartedTurns startedTurns,
      Supplier<@Nullable String> reviewModel) {
    this.threads = threads;
    this.forks = forks;
    this.engine = engine;
    this.startedTurns = startedTurns;
    this.reviewModel = reviewModel;
  }

  @Override
  public Reply<ReviewStartResponse> handle(ReviewStartParams params, RequestContext context) {
    LiveThread parent = threads.loaded(params.threadId());
    ReviewSubject subject = ReviewSubject.of(params.target());
    LiveThread live =
        params.delivery() == ReviewDelivery.DETACHED
            ? forks.forkAnnounced(parent.threadId(), context.connection())
            : parent;
    TurnEngine.Started started = engine.startReview(live, subject, reviewModel.get());
    return startedTurns.reply(
        started,
        () -> {
          startedTurns.store(live, started);
          String turnId = started.turn().turnId();
          return Reply.of(new ReviewStartResponse(view(turnId, subject), live.threadId()));
        });
  }

  /** The turn with what is reviewed in the place of what a user said, as Codex shows it. */
  private static Turn view(String turnId, ReviewSubject subject) {
    return new Turn(
        turnId,
        null,
        List.of(
            new ThreadItem.UserMessage(
                turnId, null, List.of(new UserInput.Text(subject.hint(), List.of())), null, null)),
        TurnItemsView.NOT_LOADED,
        TurnStatus.IN_PROGRESS,
        null,
        null,
        null,
        null);
  }
}
