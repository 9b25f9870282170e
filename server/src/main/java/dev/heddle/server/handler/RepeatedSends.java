package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.TurnItemsView;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.thread.ActiveTurn;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.SentMessages.Sent;
import dev.heddle.server.thread.TurnInput;
import dev.heddle.server.turn.InputDigest;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are sent again: a client that does not know whether its message arrived sends it
 * once more under the same id, and is told of the turn that took it instead of having it run twice.
 *
 * <p>What a thread was sent since it was loaded is in memory; of what was sent before the history
 * knows, restart or not.
 *
 * <p><b>Thread-safety:</b> as requests of one thread: one at a time.
 */
final class RepeatedSends {
  private final ThreadHistory history;

  RepeatedSends(ThreadHistory history) {
    this.history = history;
  }

  /**
   * What was accepted under this message's id, or null when nothing was.
   *
   * @throws RpcException when that was another message
   */
  @Nullable Sent find(LiveThread live, TurnInput input) {
    String id = input.clientMessageId();
    if (id == null) {
      return null;
    }
    Sent sent = live.sent().find(id);
    if (sent == null && !live.sent().complete()) {
      sent = stored(live.threadId(), id);
    }
    return checked(live.threadId(), id, sent, digest(live, input));
  }

  /** The same for a thread that is not loaded. */
  @Nullable Sent find(StoredThread thread, TurnInput input) {
    String id = input.clientMessageId();
    return id == null
        ? null
        : checked(
            thread.id(),
            id,
            stored(thread.id(), id),
            InputDigest.of(input.content(), thread.historyMode()));
  }

  private static @Nullable Sent checked(
      String threadId, String id, @Nullable Sent sent, String digest) {
    if (sent != null && !sent.digest().equals(digest)) {
      throw RpcException.invalidRequest(
              ErrorKind.IDEMPOTENCY_CONFLICT,
              "clientUserMessageId `"
                  + id
                  + "` was used before, for another message of turn "
                  + sent.turnId())
          .onThread(threadId);
    }
    return sent;
  }

  private @Nullable Sent stored(String threadId, String id) {
    StoredItem message = history.sent(threadId, id);
    return message == null
        ? null
        : new Sent(message.turnId(), message.turnId(), InputDigest.of(message), null);
  }

  /** The message was accepted by this turn. */
  void note(LiveThread live, TurnInput input, ActiveTurn turn) {
    if (input.clientMessageId() != null) {
      live.sent()
          .note(
              input.clientMessageId(),
              new Sent(turn.turnId(), turn.rootTurnId(), digest(live, input), turn.outcome()));
    }
  }

  /** The turn that accepted the message was dropped: it may be sent again. */
  void forget(LiveThread live, TurnInput input) {
    if (input.clientMessageId() != null) {
      live.sent().forget(input.clientMessageId());
    }
  }

  /** The turn that took the message, as it stands now, without its items. */
  Turn turn(LiveThread live, Sent sent) {
    if (sent.outcome() != null) {
      return sent.outcome().getNow(Turn.accepted(sent.turnId(), sent.rootTurnId()));
    }
    StoredTurn stored = history.turn(live.threadId(), sent.turnId());
    return stored == null
        ? Turn.accepted(sent.turnId(), sent.rootTurnId())
        : new TurnViews(live.settings().cwd()).of(stored, TurnItemsView.NOT_LOADED);
  }

  private static String digest(LiveThread live, TurnInput input) {
    return InputDigest.of(input.content(), live.log().historyMode());
  }
}
