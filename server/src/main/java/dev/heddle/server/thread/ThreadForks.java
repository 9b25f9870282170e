package dev.heddle.server.thread;

import dev.heddle.server.rollout.Conversation;
import dev.heddle.server.rollout.HistoryCut;
import dev.heddle.server.rollout.Positions;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.rollout.TurnCollector;
import dev.heddle.server.rollout.TurnFold;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ReferenceForks;
import dev.heddle.server.store.ResumePoints;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes forks of threads: looks at what one would inherit, and opens it.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Errors:</b> what the store throws. After a failure nothing is left open.
 */
public final class ThreadForks {
  private static final int COPY_BATCH = 512;

  private final ThreadStore store;
  private final ThreadLoader loader;

  /**
   * @param loader of the same store
   */
  public ThreadForks(ThreadStore store, ThreadLoader loader) {
    this.store = store;
    this.loader = loader;
  }

  /** What becomes of a fork, and so what has to be read for it. */
  public enum ForkKind {
    /** It is stored: a store that knows where the history stands need not read it. */
    STORED,
    /** It is never stored and begins with its conversation in memory. */
    EPHEMERAL,
    /** The same, and its answer shows all turns: everything is read. */
    EPHEMERAL_WITH_TURNS
  }

  /**
   * What a fork of {@code sourceId} would inherit.
   *
   * @param childId the fork's id
   * @param kind what the fork will be
   * @return null when the history does not hold the turn that {@code point} names
   * @throws ConversationTooLongException when the fork is to hold a conversation that cannot be
   */
  public @Nullable Inheritance inherit(
      String sourceId, String childId, ForkPoint point, ForkKind kind) {
    ReferenceForks references = store.referenceForks().orElse(null);
    ResumePoints points = store.resumePoints().orElse(null);
    if (references != null) {
      references.checkSource(sourceId);
    }
    boolean known =
        switch (kind) {
          case STORED -> references != null && references.canRefer(sourceId);
          case EPHEMERAL -> true;
          case EPHEMERAL_WITH_TURNS -> false;
        };
    if (known && points != null) {
      try {
        return inherit(points, sourceId, childId, point, kind == ForkKind.EPHEMERAL);
      } catch (ThreadStoreException e) {
        if (e.kind() != ThreadStoreException.Kind.UNSUPPORTED) {
          throw e;
        }
      }
    }
    HistoryCut cut = new HistoryCut();
    store.replay(sourceId, false, cut::accept);
    OptionalLong end =
        switch (point) {
          case ForkPoint.Latest latest -> OptionalLong.of(cut.end());
          case ForkPoint.ThroughTurn through -> cut.through(through.turnId());
          case ForkPoint.BeforeTurn before -> cut.before(before.turnId());
        };
    if (end.isEmpty()) {
      return null;
    }
    RecordedThread recorded = new RecordedThread(childId);
    replayPrefix(
        sourceId,
        end.getAsLong(),
        kind == ForkKind.STORED
            ? recorded::accept
            : loader.bounded(recorded::accept, Objects.requireNonNull(recorded.conversation())));
    return new Inheritance(sourceId, childId, point, end.getAsLong(), recorded);
  }

  private @Nullable Inheritance inherit(
      ResumePoints points,
      String sourceId,
      String childId,
      ForkPoint point,
      boolean withConversation) {
    AtomicReference<Conversation> conversation = new AtomicReference<>();
    Supplier<Consumer<RolloutRecord>> begin =
        () -> {
          Conversation begun = new Conversation();
          conversation.set(begun);
          return loader.bounded(begun::accept, begun);
        };
    ResumePoints.Point found =
        points.inherited(sourceId, childId, point, withConversation ? begin : null);
    return found == null
        ? null
        : new Inheritance(
            sourceId,
            childId,
            point,
            Inheritance.REFERRED,
            new RecordedThread(childId, found, conversation.get()));
  }

  /** Hands on the records before a position: an ordinal or, in a legacy history, a line's index. */
  private void replayPrefix(String sourceId, long end, Consumer<RolloutRecord> sink) {
    Positions positions = new Positions();
    store.replay(
        sourceId,
        false,
        record -> {
          if (positions.next(record) < end) {
            sink.accept(record);
          }
        });
  }

  /**
   * The history that a fork begins with.
   *
   * @param sourceId whose it is
   * @param childId the fork's id
   * @param point up to where
   * @param end position behind its last record; {@link #REFERRED} when the fork has to refer to it
   * @param recorded what they say
   */
  public record Inheritance(
      String sourceId, String childId, ForkPoint point, long end, RecordedThread recorded) {
    /** No position is known by which the history could be copied. */
    static final long REFERRED = -1;
  }

  /** The turns that a fork inherits; one that has no end was interrupted. */
  public List<StoredTurn> turns(Inheritance inheritance) {
    TurnCollector turns = new TurnCollector();
    TurnFold fold = new TurnFold(turns);
    replayPrefix(inheritance.sourceId(), inheritance.end(), fold::accept);
    return turns.turns().stream().map(StoredTurn::settled).toList();
  }

  /**
   * Opens a fork. Its history is stored by reference where the store can, else copied.
   *
   * @param first a record to begin the child's own history with
   */
  public LiveThread fork(
      NewThread child, Inheritance inheritance, TurnSettings settings, RolloutRecord first) {
    ReferenceForks references = store.referenceForks().orElse(null);
    if (references != null
        && (inheritance.end() == Inheritance.REFERRED
            || references.canRefer(inheritance.sourceId()))) {
      LiveLog log = references.fork(child, inheritance.sourceId(), inheritance.point());
      return ThreadLoader.closingOnFailure(
          log,
          () -> {
            log.append(List.of(first));
            log.flush();
            // Not what was inherited when it was looked at: the source may have gone on since.
            RecordedThread recorded = loader.recorded(child.threadId());
            return loader.add(log, false, recorded, new SentMessages(false), settings);
          });
    }
    LiveLog log = store.create(child);
    return ThreadLoader.closingOnFailure(
        log,
        () -> {
          RecordedThread recorded = new RecordedThread(child.threadId());
          recorded.acceptHeader(child);
          copy(inheritance, log, recorded);
          log.append(List.of(first));
          recorded.accept(first);
          log.flush();
          return loader.add(log, false, recorded, new SentMessages(false), settings);
        });
  }

  /** Opens a fork that is never stored. */
  public LiveThread forkEphemeral(NewThread child, Inheritance inheritance, TurnSettings settings) {
    RecordedThread recorded = inheritance.recorded();
    recorded.acceptHeader(child);
    LiveLog log = new EphemeralLog(child.threadId(), child.historyMode());
    return loader.add(log, true, recorded, new SentMessages(true), settings);
  }

  private void copy(Inheritance inheritance, LiveLog log, RecordedThread recorded) {
    List<RolloutRecord> batch = new ArrayList<>(COPY_BATCH);
    replayPrefix(
        inheritance.sourceId(),
        inheritance.end(),
        record -> {
          if (record.type().equals(RecordTypes.THREAD_METADATA)
              || record.type().equals(RecordTypes.HIDDEN)) {
            return; // the source's name, read mark and goal are its own
          }
          RolloutRecord copy = record.at(RolloutRecord.NO_ORDINAL);
          recorded.accept(copy);
          batch.add(copy);
          if (batch.size() == COPY_BATCH) {
            log.append(List.copyOf(batch));
            log.flush(); // so that a long history does not pile up in the queue
            batch.clear();
          }
        });
    log.append(List.copyOf(batch));
  }
}
