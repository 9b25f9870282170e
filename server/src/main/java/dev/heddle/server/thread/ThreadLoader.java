package dev.heddle.server.thread;

import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.Conversation;
import dev.heddle.server.rollout.HistoryCut;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.rollout.TurnCollector;
import dev.heddle.server.rollout.TurnFold;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ReferenceForks;
import dev.heddle.server.store.ResumePoints;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings threads into memory and takes them out again: new ones, stored ones, and forks.
 *
 * <p><b>Thread-safety:</b> thread-safe. Loading and unloading of one thread exclude each other.
 *
 * <p><b>Errors:</b> what the store throws. After a failure nothing is left open.
 */
public final class ThreadLoader {
  private static final int COPY_BATCH = 512;

  /** Characters of conversations that stay in memory; about as many bytes. */
  private static final long RESIDENT_CHARS = 32L << 20;

  private final ThreadStore store;
  private final LoadedThreads loaded;
  private final Clock clock;
  private final long conversationChars;
  private final Consumer<String> closed;
  private final ResidentConversations residents = new ResidentConversations(RESIDENT_CHARS);

  /**
   * @param conversationChars the longest conversation that is read
   * @param closed is told of each thread that has left memory
   */
  public ThreadLoader(
      ThreadStore store,
      LoadedThreads loaded,
      Clock clock,
      long conversationChars,
      Consumer<String> closed) {
    this.store = store;
    this.loaded = loaded;
    this.clock = clock;
    this.conversationChars = conversationChars;
    this.closed = closed;
  }

  /** Opens a new thread; an ephemeral one is never stored. */
  public LiveThread create(NewThread thread, TurnSettings settings, boolean ephemeral) {
    RecordedThread recorded = new RecordedThread(thread.threadId());
    recorded.acceptHeader(thread);
    if (ephemeral) {
      return add(
          new EphemeralLog(thread.threadId(), thread.historyMode()),
          true,
          recorded,
          new SentMessages(true),
          settings);
    }
    AtomicReference<LiveThread> created = new AtomicReference<>();
    LiveLog log = store.create(tellingGit(thread, created));
    LiveThread live = add(log, false, recorded, new SentMessages(true), settings);
    created.set(live);
    return live;
  }

  /**
   * The thread, loaded now if it was not.
   *
   * @param settings what a thread that has to be loaded runs with
   */
  public LiveThread load(String threadId, Function<RecordedThread, TurnSettings> settings) {
    return loaded.exclusively(
        threadId,
        () -> {
          LiveThread live = loaded.get(threadId);
          return live == null ? open(threadId, settings) : live;
        });
  }

  private LiveThread open(String threadId, Function<RecordedThread, TurnSettings> settings) {
    LiveLog log = store.resume(threadId);
    return closingOnFailure(
        log,
        () -> {
          RecordedThread recorded = recorded(threadId);
          recorded.facts().takeName(store.read(threadId, false).name());
          return add(log, false, recorded, new SentMessages(false), settings.apply(recorded));
        });
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
            : bounded(recorded::accept, Objects.requireNonNull(recorded.conversation())));
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
          return bounded(begun::accept, begun);
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
    long[] next = {0};
    store.replay(
        sourceId,
        false,
        record -> {
          long at = record.ordinal() == RolloutRecord.NO_ORDINAL ? next[0] : record.ordinal();
          next[0] = at + 1;
          if (at < end) {
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
      return closingOnFailure(
          log,
          () -> {
            log.append(List.of(first));
            log.flush();
            // Not what was inherited when it was looked at: the source may have gone on since.
            RecordedThread recorded = recorded(child.threadId());
            keepStreaming(inheritance.sourceId(), log, recorded);
            return add(log, false, recorded, new SentMessages(false), settings);
          });
    }
    LiveLog log = store.create(child);
    return closingOnFailure(
        log,
        () -> {
          RecordedThread recorded = new RecordedThread(child.threadId());
          recorded.acceptHeader(child);
          copy(inheritance, log, recorded);
          log.append(List.of(first));
          recorded.accept(first);
          log.flush();
          return add(log, false, recorded, new SentMessages(false), settings);
        });
  }

  /**
   * How far the items got that still stream, when the fork ends in their turn. A reference leaves
   * it out, as it has no place that Codex counts, and the newest of it may not be stored yet.
   */
  private void keepStreaming(String sourceId, LiveLog log, RecordedThread child) {
    String turnId = child.context().unfinishedTurnId();
    if (turnId == null) {
      return;
    }
    LiveThread source = loaded.get(sourceId);
    Function<ContextFacts, List<RolloutRecord>> streaming =
        facts -> facts.partialRecords(clock.instant(), turnId);
    List<RolloutRecord> records =
        source == null ? streaming.apply(recorded(sourceId).context()) : source.context(streaming);
    if (!records.isEmpty()) {
      child.context().forgetStreaming(); // less of the same
    }
    log.append(records);
    records.forEach(child::accept);
    log.flush();
  }

  /** Opens a fork that is never stored. */
  public LiveThread forkEphemeral(NewThread child, Inheritance inheritance, TurnSettings settings) {
    RecordedThread recorded = inheritance.recorded();
    recorded.acceptHeader(child);
    LiveLog log = new EphemeralLog(child.threadId(), child.historyMode());
    keepStreaming(inheritance.sourceId(), log, recorded);
    return add(log, true, recorded, new SentMessages(true), settings);
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

  /**
   * Takes the thread out of memory when all it has recorded is stored. It must be closing.
   *
   * @throws ThreadStoreException when not everything could be stored; the thread is gone anyway
   */
  public void unload(LiveThread thread) {
    loaded.exclusively(
        thread.threadId(),
        () -> {
          try {
            thread.log().close();
          } finally {
            loaded.remove(thread);
            residents.forget(thread);
            closed.accept(thread.threadId());
          }
          return null;
        });
  }

  private RecordedThread recorded(String threadId) {
    ResumePoints points = store.resumePoints().orElse(null);
    if (points != null) {
      return new RecordedThread(threadId, points.latest(threadId), null);
    }
    RecordedThread recorded = new RecordedThread(threadId);
    store.replay(threadId, false, recorded::accept);
    return recorded;
  }

  private LiveThread add(
      LiveLog log,
      boolean ephemeral,
      RecordedThread recorded,
      SentMessages sent,
      TurnSettings settings) {
    LiveThread live =
        new LiveThread(
            log,
            ephemeral,
            recorded.facts(),
            recorded.context(),
            recorded.conversation(),
            () -> conversation(log.threadId()),
            residents,
            sent,
            settings,
            clock);
    loaded.add(live);
    return live;
  }

  /** Reads a conversation from the store. */
  private Conversation conversation(String threadId) {
    Conversation conversation = new Conversation();
    Consumer<RolloutRecord> sink = bounded(conversation::accept, conversation);
    store
        .resumePoints()
        .ifPresentOrElse(
            points -> points.replayConversation(threadId, sink),
            () -> store.replay(threadId, true, sink));
    return conversation;
  }

  /** Refuses to go on when memory cannot hold the conversation that records make. */
  private Consumer<RolloutRecord> bounded(Consumer<RolloutRecord> sink, Conversation conversation) {
    return record -> {
      sink.accept(record);
      if (conversation.chars() > conversationChars) {
        throw new ConversationTooLongException();
      }
    };
  }

  /** The store asks for the repository when it first writes; the thread learns of the answer. */
  private static NewThread tellingGit(NewThread thread, AtomicReference<LiveThread> created) {
    return new NewThread(
        thread.threadId(),
        thread.createdAt(),
        thread.historyMode(),
        thread.sessionMeta(),
        thread.forkedFromId(),
        thread.preview(),
        thread.name(),
        () -> {
          GitInfo git = thread.git().get();
          LiveThread live = created.get();
          if (git != null && live != null) {
            live.noteStored(List.of(RecordedThread.gitRecord(thread, git)));
          }
          return git;
        });
  }

  private static LiveThread closingOnFailure(LiveLog log, Supplier<LiveThread> work) {
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      try {
        log.close();
      } catch (ThreadStoreException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }
}
