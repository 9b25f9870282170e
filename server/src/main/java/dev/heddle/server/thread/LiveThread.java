package dev.heddle.server.thread;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ThreadStatus;
import dev.heddle.server.config.McpConfig;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.Conversation;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadStoreException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One loaded thread: what its journal says so far, the settings of its next turn, its open log and
 * the turn it is running.
 *
 * <p>{@link #record} is the only way anything is recorded. It feeds the same folds that a restart
 * would run over the journal, so live state and replayed state cannot differ. Only changes of
 * metadata are appended by the store, which {@link #noteStored} is told.
 *
 * <p><b>Thread-safety:</b> thread-safe; one lock, held only for work in memory.
 */
public final class LiveThread {
  private final LiveLog log;
  private final SentMessages sent;
  private final boolean ephemeral;
  private final Clock clock;
  private final Object lock = new Object();
  private final ThreadFold facts; // guarded by lock
  private final ContextFacts context; // guarded by lock
  private final ResidentConversations residents;
  private final Supplier<Conversation> stored;
  private @Nullable Conversation conversation; // guarded by lock; null while it is only stored
  private long recorded; // guarded by lock; how often something that concerns the conversation was
  private long replaced; // guarded by lock; how often the conversation lost something
  private TurnSettings settings; // guarded by lock
  private @Nullable ActiveTurn active; // guarded by lock
  private @Nullable ActiveTurn ending; // guarded by lock; its end is being announced
  private boolean lastTurnFailed; // guarded by lock
  private boolean turnBeforeFailed; // lastTurnFailed when the active turn began; guarded by lock
  private @Nullable Boolean revertedInterrupted; // until another turn ends; guarded by lock
  private boolean closing; // guarded by lock
  private Instant lastActivity; // guarded by lock

  /**
   * A thread that is loaded from now on.
   *
   * @param log its open log
   * @param facts fold over its records so far; owned by this object from now on
   * @param context fold over the same records; owned by this object from now on
   * @param conversation fold over the same records; null to read it when it is needed
   * @param stored reads the conversation from the store
   * @param residents decides whose conversations stay in memory
   * @param sent what clients have sent to it under ids of their own
   */
  public LiveThread(
      LiveLog log,
      boolean ephemeral,
      ThreadFold facts,
      ContextFacts context,
      @Nullable Conversation conversation,
      Supplier<Conversation> stored,
      ResidentConversations residents,
      SentMessages sent,
      TurnSettings settings,
      Clock clock) {
    this.log = log;
    this.sent = sent;
    this.ephemeral = ephemeral;
    this.facts = facts;
    this.context = context;
    this.conversation = conversation;
    this.stored = stored;
    this.residents = residents;
    this.settings = settings;
    this.clock = clock;
    this.lastActivity = clock.instant();
  }

  public String threadId() {
    return log.threadId();
  }

  /** The thread's log, for flushing and closing; records go through {@link #record}. */
  public LiveLog log() {
    return log;
  }

  /** What clients have sent to the thread under ids of their own. */
  public SentMessages sent() {
    return sent;
  }

  /** Whether the thread lives in memory only. */
  public boolean ephemeral() {
    return ephemeral;
  }

  /**
   * Records these, in order. Never throws for a failing store and never blocks. With the first
   * record of a thread go its settings: whoever loads it must not take others for it.
   */
  public void record(List<RolloutRecord> given) {
    synchronized (lock) {
      List<RolloutRecord> records = given;
      if (isNew() && !given.isEmpty() && given.stream().noneMatch(ContextFacts::isSettings)) {
        records = new ArrayList<>(given);
        records.addFirst(currentSettings());
      }
      for (RolloutRecord record : records) {
        facts.accept(record);
        context.accept(record);
        if (conversation != null) {
          conversation.accept(record);
        }
        if (Conversation.loses(record)) {
          replaced++;
        }
        if (Conversation.concerns(record)) {
          recorded++;
        }
      }
      log.append(records);
      lastActivity = clock.instant();
    }
  }

  /** Has the thread stored, if nothing of it is; returns whether that is so. */
  public boolean materialize() {
    synchronized (lock) {
      boolean first = isNew();
      if (first) {
        record(currentSettings());
      }
      return first;
    }
  }

  private boolean isNew() {
    return !ephemeral && !log.materialized();
  }

  private RolloutRecord currentSettings() {
    return SettingsRecords.applied(clock.instant(), threadId(), settings);
  }

  /**
   * Records these, which were made from the conversation and the settings, unless they have changed
   * since.
   *
   * @param items how many items the conversation had then, as it is recorded
   * @param next what the settings of the next turn were then
   * @return false when nothing was recorded: take both again
   */
  public boolean recordIfUnchanged(int items, TurnSettings next, List<RolloutRecord> records) {
    synchronized (lock) {
      if (conversation == null || conversation.size() != items || !settings.equals(next)) {
        return false;
      }
      record(records);
      return true;
    }
  }

  /**
   * Records what is made of the facts as they are now; nothing else is recorded in between.
   *
   * @param made works in memory only; what it throws is thrown, and nothing is recorded
   */
  public void recordFrom(Function<StoredThread, List<RolloutRecord>> made) {
    synchronized (lock) {
      List<RolloutRecord> records = made.apply(facts());
      if (!records.isEmpty()) {
        record(records);
      }
    }
  }

  /** Records this. */
  public void record(RolloutRecord record) {
    record(List.of(record));
  }

  /**
   * Takes over records the store has appended to this thread's log by itself (a change of
   * metadata).
   */
  public void noteStored(List<RolloutRecord> records) {
    synchronized (lock) {
      records.forEach(facts::accept);
    }
  }

  /**
   * Takes over the name that the store has for the thread: another program may have given it.
   *
   * @param name null for none
   */
  public void takeName(@Nullable String name) {
    synchronized (lock) {
      facts.takeName(name);
    }
  }

  /** What is known of the thread beside its history. */
  public StoredThread facts() {
    synchronized (lock) {
      return facts.toStoredThread(log.rolloutPath(), false);
    }
  }

  /**
   * The model's conversation so far: a snapshot. Reads it from the store when it is not in memory.
   *
   * @throws ConversationTooLongException when it cannot be held
   * @throws ThreadStoreException when it has to be read and cannot be
   */
  public List<JsonObject> conversation() {
    return askConversation(Conversation::items);
  }

  /** The same as it is recorded, with what is noted in its items; reads it as the above. */
  public List<JsonObject> recordedConversation() {
    return askConversation(Conversation::recorded);
  }

  /**
   * How often, since the thread was loaded, something was taken out of the conversation: what the
   * model was told before may have gone with it.
   */
  public long timesReplaced() {
    synchronized (lock) {
      return replaced;
    }
  }

  /** Calls of the conversation that have no output, oldest first; reads it as the above. */
  public List<JsonObject> callsWithoutOutput() {
    return askConversation(Conversation::callsWithoutOutput);
  }

  private <T> T askConversation(Function<Conversation, T> question) {
    while (true) {
      long then;
      synchronized (lock) {
        if (conversation != null) {
          return question.apply(conversation);
        }
        then = recorded;
      }
      log.flush(); // what is to be read has to be stored
      Conversation read = stored.get();
      T answer;
      synchronized (lock) {
        if (recorded != then) {
          continue; // it may lack what was recorded meanwhile
        }
        if (conversation == null) {
          conversation = read;
        }
        answer = question.apply(conversation);
      }
      residents.used(this, read.chars()); // which may put this very conversation out of memory
      return answer;
    }
  }

  /** Takes the conversation out of memory; false when it has to stay. */
  boolean dropConversation() {
    synchronized (lock) {
      if (ephemeral || active != null) {
        return false;
      }
      conversation = null;
      return true;
    }
  }

  /** Asks the context something under the lock; {@code question} must not keep it. */
  public <T extends @Nullable Object> T context(Function<ContextFacts, T> question) {
    synchronized (lock) {
      return question.apply(context);
    }
  }

  /** The settings of the next turn; a running one keeps those it began with. */
  public TurnSettings settings() {
    synchronized (lock) {
      return settings;
    }
  }

  /**
   * Replaces the settings of the next turn, but for the MCP servers: those are changed by {@link
   * #changeMcp} alone, which may have been called since {@code next} was made.
   */
  public void settings(TurnSettings next) {
    synchronized (lock) {
      settings = next.withMcp(settings.mcp());
    }
  }

  /** Changes the MCP servers of the next turn. */
  public void changeMcp(UnaryOperator<McpConfig> change) {
    synchronized (lock) {
      settings = settings.withMcp(change.apply(settings.mcp()));
    }
  }

  /** The running turn, or null. */
  public @Nullable ActiveTurn activeTurn() {
    synchronized (lock) {
      return active;
    }
  }

  /**
   * Makes {@code turn} the running one.
   *
   * @return null, or the turn that is in the way: running, or over but not yet announced. When it
   *     takes no input, wait for its end and try again
   * @throws ThreadStoreException CONFLICT when the thread is being unloaded: nothing of the turn
   *     would be kept
   */
  public @Nullable ActiveTurn begin(ActiveTurn turn) {
    synchronized (lock) {
      if (closing) {
        throw ThreadStoreException.conflict(
            threadId(), "thread " + threadId() + " is closing; retry after the thread is closed");
      }
      if (active != null) {
        return active;
      }
      if (ending != null && !ending.ended().isDone()) {
        return ending;
      }
      ending = null;
      active = turn;
      turnBeforeFailed = lastTurnFailed;
      lastTurnFailed = false;
      lastActivity = clock.instant();
      return null;
    }
  }

  /** {@code turn} is over. The next may begin when its end has been announced. */
  public void finish(ActiveTurn turn, boolean failed) {
    synchronized (lock) {
      revertedInterrupted = null; // how this one ended is in the journal
    }
    leave(turn, failed);
  }

  private void leave(ActiveTurn turn, boolean failed) {
    long chars;
    synchronized (lock) {
      chars = conversation == null ? 0 : conversation.chars();
      if (active == turn) {
        active = null;
        ending = turn;
        lastTurnFailed = failed;
        lastActivity = clock.instant();
      }
    }
    residents.used(this, chars);
    var unused = turn.ended().thenRun(() -> forget(turn));
  }

  /** A turn holds on to what was said in it, pictures and all. */
  private void forget(ActiveTurn ended) {
    synchronized (lock) {
      if (ending == ended) {
        ending = null;
      }
    }
  }

  /** {@code turn} never ran: the thread is as it was before, also for those who watch it. */
  public void takeBack(ActiveTurn turn) {
    boolean failed;
    synchronized (lock) {
      failed = turnBeforeFailed;
    }
    leave(turn, failed);
  }

  /** How the last turn ended that a revert has taken away: it is not in the journal any more. */
  public void revertedInterrupted(boolean wasInterrupted) {
    synchronized (lock) {
      revertedInterrupted = wasInterrupted;
    }
  }

  /**
   * Whether the last turn was interrupted, be it rolled back or reverted since; null when that is
   * not known without a look at its turns.
   */
  public @Nullable Boolean lastTurnInterrupted() {
    synchronized (lock) {
      return revertedInterrupted == null ? context.lastTurnInterrupted() : revertedInterrupted;
    }
  }

  /** The status clients see. */
  public ThreadStatus status() {
    synchronized (lock) {
      if (active != null) {
        return new ThreadStatus.Active(active.waiting());
      }
      return lastTurnFailed ? new ThreadStatus.SystemError() : new ThreadStatus.Idle();
    }
  }

  /** Marks the thread as being unloaded; it takes no further work. False when a turn runs. */
  public boolean startClosing() {
    synchronized (lock) {
      if (active != null) {
        return false;
      }
      closing = true;
      return true;
    }
  }

  /** Whether the thread is being unloaded. */
  public boolean closing() {
    synchronized (lock) {
      return closing;
    }
  }

  /** Whether no turn runs and nothing was recorded since {@code then}. */
  public boolean idleSince(Instant then) {
    synchronized (lock) {
      return active == null && lastActivity.isBefore(then);
    }
  }
}
