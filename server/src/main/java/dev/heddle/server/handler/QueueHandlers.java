package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.QueuedSubmission;
import dev.heddle.protocol.v2.ThreadQueueAddParams;
import dev.heddle.protocol.v2.ThreadQueueAddResponse;
import dev.heddle.protocol.v2.ThreadQueueDeleteParams;
import dev.heddle.protocol.v2.ThreadQueueDeleteResponse;
import dev.heddle.protocol.v2.ThreadQueueListParams;
import dev.heddle.protocol.v2.ThreadQueueListResponse;
import dev.heddle.protocol.v2.ThreadQueueReorderParams;
import dev.heddle.protocol.v2.ThreadQueueReorderResponse;
import dev.heddle.protocol.v2.ThreadQueueStartParams;
import dev.heddle.protocol.v2.ThreadQueueStartResponse;
import dev.heddle.protocol.v2.ThreadQueueUpdateParams;
import dev.heddle.protocol.v2.ThreadQueueUpdateResponse;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.UserInput;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.store.QueuedMessage;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadQueues;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.thread.ActiveTurn;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests about messages that wait until their thread can take them. They work on loaded and
 * on stored threads; only {@code thread/queue/start} needs a loaded one.
 */
public final class QueueHandlers {
  private static final int DEFAULT_PAGE = 25;
  private static final int MAX_PAGE = 100;

  private final ThreadStore store;
  private final ThreadAccess threads;
  private final RepeatedSends sends;
  private final QueuedTurns turns;

  QueueHandlers(ThreadStore store, ThreadAccess threads, RepeatedSends sends, QueuedTurns turns) {
    this.store = store;
    this.threads = threads;
    this.sends = sends;
    this.turns = turns;
  }

  /**
   * {@code thread/queue/add}. A message that waits already, or was sent already, is answered as the
   * first time and changes nothing.
   */
  public Reply<ThreadQueueAddResponse> add(ThreadQueueAddParams params, RequestContext context) {
    Target target = target(params.threadId());
    check(params.input());
    QueuedMessage message =
        QueueViews.message(
            Uuid7.next(),
            params.clientUserMessageId(),
            params.input(),
            params.responsesapiClientMetadata());
    QueuedMessage repeated = repeated(target, message);
    if (repeated != null) {
      return Reply.of(new ThreadQueueAddResponse(QueueViews.of(repeated)));
    }
    QueuedAttachments.check(params.input());
    target.queues().add(target.threadId(), message);
    return Reply.of(new ThreadQueueAddResponse(QueueViews.of(message)))
        .andThen(() -> {
          turns.tellChanged(target.threadId());
          if (target.live() != null) {
            boolean unused = turns.next(target.live());
          }
        });
  }

  private static void check(List<UserInput> input) {
    InputChecks.check(input);
    if (input.isEmpty()) {
      throw RpcException.invalidRequest("only user input can be added to the user-message queue");
    }
  }

  /** The message, when its client has sent it before; null when it is new. */
  private @Nullable QueuedMessage repeated(Target target, QueuedMessage message) {
    if (message.clientMessageId().isEmpty()) {
      return null;
    }
    for (QueuedMessage waiting : turns.waiting(target.threadId())) {
      if (waiting.clientMessageId().equals(message.clientMessageId())) {
        if (!waiting.input().equals(message.input())) {
          throw RpcException.invalidRequest(
                  ErrorKind.IDEMPOTENCY_CONFLICT,
                  "clientUserMessageId `"
                      + message.clientMessageId()
                      + "` was used before, for another message that waits")
              .onThread(target.threadId());
        }
        return waiting;
      }
    }
    TurnInput input = new TurnInput(QueueViews.of(message).input(), message.clientMessageId());
    return target.sent(sends, input) ? message : null;
  }

  /** {@code thread/queue/list}. */
  public Reply<ThreadQueueListResponse> list(ThreadQueueListParams params, RequestContext context) {
    Target target = target(params.threadId());
    long from = params.cursor() == null ? 0 : offset(params.cursor());
    List<QueuedSubmission> all =
        turns.waiting(target.threadId()).stream().map(QueueViews::of).toList();
    int wanted = params.limit() == null ? DEFAULT_PAGE : params.limit();
    int start = (int) Math.min(from, all.size());
    // An unsigned limit beyond what an int holds is negative, and is more than there can be.
    int count = wanted < 0 ? MAX_PAGE : Math.clamp(wanted, 1, MAX_PAGE);
    int end = Math.min(start + count, all.size());
    return Reply.of(
        new ThreadQueueListResponse(
            List.copyOf(all.subList(start, end)), end < all.size() ? Integer.toString(end) : null));
  }

  private static long offset(String cursor) {
    if (cursor.isEmpty()) {
      throw invalidCursor("cannot parse integer from empty string");
    }
    if (!cursor.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw invalidCursor("invalid digit found in string");
    }
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw invalidCursor("number too large to fit in target type");
    }
  }

  private static RpcException invalidCursor(String why) {
    return RpcException.invalidRequest(
        ErrorKind.INVALID_CURSOR, "invalid queue pagination cursor: " + why);
  }

  /** {@code thread/queue/update}. */
  public Reply<ThreadQueueUpdateResponse> update(
      ThreadQueueUpdateParams params, RequestContext context) {
    Target target = target(params.threadId());
    check(params.input());
    QueuedAttachments.check(params.input());
    QueuedMessage present = target.find(params.queuedSubmissionId());
    QueuedMessage changed =
        QueueViews.message(
            present.id(),
            present.clientMessageId(),
            params.input(),
            params.responsesapiClientMetadata() == null
                    || params.responsesapiClientMetadata().isEmpty()
                ? present.clientMetadata()
                : params.responsesapiClientMetadata());
    if (!target.queues().replace(target.threadId(), changed)) {
      throw notFound(params.queuedSubmissionId());
    }
    return Reply.of(new ThreadQueueUpdateResponse(QueueViews.of(changed)))
        .andThen(() -> turns.tellChanged(target.threadId()));
  }

  /** {@code thread/queue/delete}. */
  public Reply<ThreadQueueDeleteResponse> delete(
      ThreadQueueDeleteParams params, RequestContext context) {
    Target target = target(params.threadId());
    boolean deleted = target.queues().remove(target.threadId(), params.queuedSubmissionId());
    Reply<ThreadQueueDeleteResponse> reply = Reply.of(new ThreadQueueDeleteResponse(deleted));
    return deleted ? reply.andThen(() -> turns.tellChanged(target.threadId())) : reply;
  }

  /** {@code thread/queue/reorder}. */
  public Reply<ThreadQueueReorderResponse> reorder(
      ThreadQueueReorderParams params, RequestContext context) {
    Target target = target(params.threadId());
    if (!target.queues().reorder(target.threadId(), params.queuedSubmissionIds())) {
      throw RpcException.invalidRequest(
              ErrorKind.CONFLICT, "queue reorder must include every queued submission exactly once")
          .onThread(target.threadId());
    }
    return Reply.of(new ThreadQueueReorderResponse())
        .andThen(() -> turns.tellChanged(target.threadId()));
  }

  /** {@code thread/queue/start}: sends a message whether or not the last turn was interrupted. */
  public Reply<ThreadQueueStartResponse> start(
      ThreadQueueStartParams params, RequestContext context) {
    Target target = target(params.threadId());
    LiveThread live = target.live();
    if (live == null) {
      throw RpcException.invalidRequest(
              ErrorKind.CONFLICT, "resume the thread before starting a queued message")
          .onThread(target.threadId());
    }
    QueuedMessage message;
    if (params.queuedSubmissionId() == null) {
      List<QueuedMessage> waiting = turns.waiting(target.threadId());
      if (waiting.isEmpty()) {
        throw conflict(target, "queue is empty");
      }
      message = waiting.getFirst();
    } else {
      message = target.find(params.queuedSubmissionId());
    }
    QueuedTurns.Sending sending = turns.send(live, message);
    if (sending.before() != null) {
      return Reply.of(new ThreadQueueStartResponse(sends.turn(live, sending.before())))
          .andThen(() -> turns.tellAndRun(live, sending));
    }
    if (sending.started() == null) {
      throw conflict(target, "thread already has an active or pending turn");
    }
    ActiveTurn turn = sending.started().turn();
    return Reply.of(new ThreadQueueStartResponse(Turn.accepted(turn.turnId(), turn.rootTurnId())))
        .andThen(() -> turns.tellAndRun(live, sending))
        .onFlushed(() -> turn.answered().complete(null))
        .orElse(() -> {
          // It has left the queue, so it runs, though the client is told of an error.
          turn.answered().complete(null);
          turns.tellAndRun(live, sending);
        });
  }

  private static RpcException conflict(Target target, String message) {
    return RpcException.invalidRequest(ErrorKind.CONFLICT, message).onThread(target.threadId());
  }

  private static RpcException notFound(String id) {
    return RpcException.invalidRequest(ErrorKind.CONFLICT, "queued submission not found: " + id);
  }

  /** The thread whose queue a request is about. */
  private Target target(String givenId) {
    String threadId = ThreadIds.thread(givenId);
    ThreadQueues queues =
        store
            .queues()
            .orElseThrow(() ->
                RpcException.invalidRequest(
                    ErrorKind.UNSUPPORTED, "user message queue is unavailable"));
    LiveThread live = threads.find(threadId);
    if (live == null) {
      return new Target(threadId, queues, null, stored(threadId));
    }
    if (live.ephemeral()) {
      throw RpcException.invalidRequest(
              "ephemeral thread does not support queued submissions: " + threadId)
          .onThread(threadId);
    }
    return new Target(threadId, queues, live, null);
  }

  private StoredThread stored(String threadId) {
    StoredThread thread;
    try {
      thread = store.read(threadId, true);
    } catch (ThreadStoreException e) {
      if (e.kind() != ThreadStoreException.Kind.NOT_FOUND) {
        throw e;
      }
      // The peer's code, too, is that of a failure of its own.
      throw RpcException.of(
              RpcException.INTERNAL,
              ErrorKind.THREAD_NOT_FOUND,
              "failed to read thread: invalid thread-store request: no rollout found for thread id "
                  + threadId)
          .onThread(threadId);
    }
    if (thread.archived()) {
      throw StoreErrors.archived(threadId);
    }
    return thread;
  }

  /**
   * A thread and its queue.
   *
   * @param live the thread if it is loaded
   * @param stored the thread if it is not
   */
  private record Target(
      String threadId,
      ThreadQueues queues,
      @Nullable LiveThread live,
      @Nullable StoredThread stored) {

    QueuedMessage find(String id) {
      return queues.list(threadId).stream()
          .filter(message -> message.id().equals(id))
          .findFirst()
          .orElseThrow(() -> notFound(id).onThread(threadId));
    }

    /** Whether the thread has taken this already. */
    boolean sent(RepeatedSends sends, TurnInput input) {
      if (live != null) {
        return sends.find(live, input) != null;
      }
      return stored != null && sends.find(stored, input) != null;
    }
  }
}
