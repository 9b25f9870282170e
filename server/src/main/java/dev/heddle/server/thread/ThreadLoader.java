package dev.heddle.server.thread;

import dev.heddle.server.rollout.Conversation;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ResumePoints;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings threads into memory and takes them out again: new ones and stored ones; {@link
 * ThreadForks} makes forks with it.
 *
 * <p><b>Thread-safety:</b> thread-safe. Loading and unloading of one thread exclude each other.
 *
 * <p><b>Errors:</b> what the store throws. After a failure nothing is left open.
 */
public final class ThreadLoader {
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

  /** What is known of a stored thread. */
  RecordedThread recorded(String threadId) {
    ResumePoints points = store.resumePoints().orElse(null);
    if (points != null) {
      return new RecordedThread(threadId, points.latest(threadId), null);
    }
    RecordedThread recorded = new RecordedThread(threadId);
    store.replay(threadId, false, recorded::accept);
    return recorded;
  }

  /** Makes the thread of a log one that is loaded. */
  LiveThread add(
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
  Consumer<RolloutRecord> bounded(Consumer<RolloutRecord> sink, Conversation conversation) {
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

  /** What is done with an open log, which is closed when that fails. */
  static LiveThread closingOnFailure(LiveLog log, Supplier<LiveThread> work) {
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
