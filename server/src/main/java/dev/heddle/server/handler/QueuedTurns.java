package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.QueuedSubmission;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadQueueChangedNotification;
import dev.heddle.protocol.v2.WarningNotification;
import dev.heddle.server.log.Log;
import dev.heddle.server.store.QueuedMessage;
import dev.heddle.server.store.ThreadQueues;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.LoadedThreads;
import dev.heddle.server.thread.SentMessages.Sent;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.thread.TurnInput;
import dev.heddle.server.turn.TurnEngine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends what waits for a thread: each message begins a turn, when no other turn runs and the last
 * one was not interrupted.
 *
 * <p>A message is sent once, whatever dies when: it leaves the queue after it is durable in the
 * journal, under its client's id; a message that is found in both was sent.
 *
 * <p><b>Thread-safety:</b> thread-safe. Called in the lane of the thread; calls for one thread in
 * two lanes (of two spellings of its id) send a message once, too.
 */
public final class QueuedTurns {
  private static final Log LOG = Log.of(QueuedTurns.class);

  private final @Nullable ThreadQueues queues;
  private final LoadedThreads loaded;
  private final ThreadEvents events;
  private final TurnEngine engine;
  private final StartedTurns startedTurns;
  private final RepeatedSends sends;
  private final ThreadHistory history;

  /** What was waiting when this process last looked, by loaded thread. */
  private final Map<LiveThread, Set<String>> seen =
      Collections.synchronizedMap(new WeakHashMap<>());

  QueuedTurns(
      ThreadStore store,
      LoadedThreads loaded,
      ThreadEvents events,
      TurnEngine engine,
      StartedTurns startedTurns,
      RepeatedSends sends,
      ThreadHistory history) {
    this.queues = store.queues().orElse(null);
    this.loaded = loaded;
    this.events = events;
    this.engine = engine;
    this.startedTurns = startedTurns;
    this.sends = sends;
    this.history = history;
  }

  /**
   * What became of a message that was to be sent.
   *
   * @param removed whether it waits no more
   * @param started the turn it began; its {@code run} is still to be called
   * @param before the turn that had taken it already, when a crash kept it from leaving the queue
   */
  record Sending(boolean removed, TurnEngine.@Nullable Started started, @Nullable Sent before) {}

  /** What waits for the thread and can be sent, the next one first. */
  List<QueuedMessage> waiting(String threadId) {
    if (queues == null) {
      return List.of();
    }
    List<QueuedMessage> waiting = new ArrayList<>();
    for (QueuedMessage message : queues.list(threadId)) {
      if (QueueViews.orNull(message) == null) {
        queues.putAside(threadId, message.id());
      } else {
        waiting.add(message);
      }
    }
    return waiting;
  }

  /**
   * Sends the next message, if there is one and the thread takes it now. A message that cannot be
   * sent stays, and whoever listens is warned.
   *
   * @return whether nothing waits any more
   */
  boolean next(LiveThread live) {
    if (queues == null || live.ephemeral()) {
      return true;
    }
    try {
      while (true) {
        List<QueuedMessage> waiting = waiting(live.threadId());
        seen.put(live, ids(waiting));
        if (!loaded.isIdle(live)
            || waiting.isEmpty()
            // What was sent waits no longer, whatever else has to.
            || (history.lastTurnInterrupted(live)
                && attempt(live, waiting.getFirst()).before() == null)) {
          return waiting.isEmpty();
        }
        Sending sending = send(live, waiting.getFirst());
        if (sending.started() != null) {
          sending.started().turn().answered().complete(null); // nobody waits for an answer
        }
        tellAndRun(live, sending);
        if (!sending.removed()) {
          return false;
        }
      }
    } catch (ThreadStoreException | RpcException e) {
      LOG.warn("thread " + live.threadId() + ": a waiting message could not be sent", e);
      events.toSubscribers(
          live.threadId(),
          ServerNotifications.WARNING,
          new WarningNotification(
              live.threadId(), "A queued message could not be sent and waits: " + e.getMessage()));
      return false;
    }
  }

  /**
   * Looks whether another process has added something since this one last looked, tells of it and
   * sends it. What waits for another reason is left to wait.
   */
  public void lookForOthers(LiveThread live) {
    if (queues == null || live.ephemeral()) {
      return;
    }
    try {
      Set<String> before = seen.getOrDefault(live, Set.of());
      if (!before.containsAll(ids(waiting(live.threadId())))) {
        tellChanged(live.threadId());
        boolean unused = next(live);
      }
    } catch (ThreadStoreException e) {
      LOG.warn("thread " + live.threadId() + ": its queue cannot be read", e);
    }
  }

  private static Set<String> ids(List<QueuedMessage> messages) {
    return messages.stream().map(QueuedMessage::id).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Begins a turn with this message, if the thread is idle. What it began is to be run by {@link
   * #tellAndRun}, whatever else became of it.
   */
  Sending send(LiveThread live, QueuedMessage message) {
    if (queues == null) {
      return new Sending(false, null, null);
    }
    AtomicReference<@Nullable Sent> before = new AtomicReference<>();
    AtomicReference<TurnEngine.@Nullable Started> started = new AtomicReference<>();
    boolean removed = false;
    try {
      removed =
          queues.send(
              live.threadId(),
              message.id(),
              waiting -> {
                Attempt attempt = attempt(live, waiting);
                before.set(attempt.before());
                return attempt.before() == null
                    ? record(live, attempt.input(), started)
                    : isStored(live);
              });
    } catch (RuntimeException | Error e) {
      if (started.get() == null) {
        throw e;
      }
      // It runs, so it is known as sent and leaves the queue when that can be written.
      LOG.warn("thread " + live.threadId() + ": a sent message is still in its queue", e);
    }
    return new Sending(removed, started.get(), before.get());
  }

  /**
   * A message on its way.
   *
   * @param input as what it is sent
   * @param before the turn that has taken it already, or null
   */
  private record Attempt(TurnInput input, @Nullable Sent before) {}

  private Attempt attempt(LiveThread live, QueuedMessage message) {
    QueuedSubmission submission = QueueViews.of(message);
    TurnInput input = new TurnInput(submission.input(), message.sentAs());
    try {
      return new Attempt(input, sends.find(live, input));
    } catch (RpcException usedForAnother) {
      // Its client counts wrongly; the message is not lost for that.
      LOG.warn("queue.id_used_before thread=" + live.threadId() + " submission=" + message.id());
      TurnInput own = new TurnInput(submission.input(), message.id());
      return new Attempt(own, sends.find(live, own));
    }
  }

  private static boolean isStored(LiveThread live) {
    live.log().flush();
    return true;
  }

  /** Begins the turn, if the thread is idle; returns whether its input is stored. */
  private boolean record(
      LiveThread live, TurnInput input, AtomicReference<TurnEngine.@Nullable Started> startedHere) {
    TurnEngine.Started started = engine.startIfIdle(live, input);
    if (started == null) {
      return false;
    }
    try {
      boolean stored = startedTurns.store(live, started);
      sends.note(live, input, started.turn());
      startedHere.set(started);
      return stored;
    } catch (RuntimeException | Error e) {
      started.drop().run();
      throw e;
    }
  }

  /** Tells what became of a message, and runs the turn it began. */
  void tellAndRun(LiveThread live, Sending sending) {
    try {
      if (sending.removed()) {
        tellChanged(live.threadId());
      }
    } finally {
      if (sending.started() != null) {
        sending.started().run().run();
      }
    }
  }

  /** Tells who listens that what waits for the thread is no longer what it was. */
  void tellChanged(String threadId) {
    events.toSubscribers(
        threadId,
        ServerNotifications.THREAD_QUEUE_CHANGED,
        new ThreadQueueChangedNotification(threadId));
  }
}
