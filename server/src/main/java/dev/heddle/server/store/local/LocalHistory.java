package dev.heddle.server.store.local;

import dev.heddle.server.log.Log;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.store.FoldedPages;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.local.HistoryRows.TurnRow;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The history of stored threads, piece by piece: out of the index, which is made to agree with the
 * files first; out of an index of this process alone while the one in the home cannot be used; by
 * folding the records where rows cannot tell a history. Compressed files are read from copies.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class LocalHistory implements HistoryPages, AutoCloseable {
  private static final Log LOG = Log.of(LocalHistory.class);
  private static final List<String> MIGRATIONS =
      List.of("001-history.sql", "002-sent-messages.sql", "003-blobs.sql", "004-turn-ends.sql");

  /** So much of a history may be read before an answer; with more it comes first if it can. */
  private static final long EARLY_BYTES = 32 << 20;

  /** So much may lie in copies of compressed files that nobody reads just now. */
  private static final long IDLE_COPIES_BYTES = 1 << 30;

  private static final Duration IDLE = Duration.ofSeconds(10);

  private final Path home;
  private final Function<String, RolloutChain> chains;
  private final FoldedPages folded;
  private final IndexFile file;
  private final HistoryIndex index;
  private final ScratchFolder scratch = new ScratchFolder();
  private final UnpackedRollouts copies = new UnpackedRollouts(scratch, IDLE_COPIES_BYTES);
  private @Nullable OwnIndex own; // guarded by this
  private volatile HistoryEnd end = new HistoryEnd(HistoryEnd.FIRST_WINDOW_BYTES);
  private volatile long earlyBytes = EARLY_BYTES;
  private final Set<String> catchingUp = ConcurrentHashMap.newKeySet();
  private final ExecutorService behind =
      new ThreadPoolExecutor(
          0,
          1,
          IDLE.toMillis(),
          TimeUnit.MILLISECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name("heddle-history").daemon(true).factory());

  private record OwnIndex(IndexFile file, HistoryIndex index) {}

  /**
   * @param home where the index belongs
   * @param chains the files a thread's history runs through, once all that was accepted is stored
   * @param folded pages made from the records
   */
  LocalHistory(CodexHome home, Function<String, RolloutChain> chains, FoldedPages folded) {
    this.home = home.root();
    this.file = new IndexFile(home.historyIndex(), MIGRATIONS);
    this.index = new HistoryIndex(this.file);
    this.chains = chains;
    this.folded = folded;
  }

  /**
   * For tests: another bound than that of long histories.
   *
   * @param bytes what may be missing in the index before an answer comes first
   * @param windowBytes how much of the end is read at first
   */
  void answerEarly(long bytes, long windowBytes) {
    earlyBytes = bytes;
    end = new HistoryEnd(windowBytes);
  }

  /** For tests: another folder for files of this process alone. */
  void scratchIn(Path directory) {
    scratch.madeIn(directory);
  }

  @Override
  public TurnPage turns(String threadId, Request request, Items items) {
    return ask(
        threadId,
        isNewest(request) ? chain -> end.turns(chain, request, items) : null,
        (from, history) -> new IndexedPages(from).turns(history, request, items),
        () -> folded.turns(threadId, request, items));
  }

  @Override
  public ItemPage items(String threadId, @Nullable String turnId, Request request) {
    return ask(
        threadId,
        turnId == null && isNewest(request) ? chain -> end.items(chain, request) : null,
        (from, history) -> new IndexedPages(from).items(history, turnId, request),
        () -> folded.items(threadId, turnId, request));
  }

  @Override
  public List<StoredItem> items(
      String threadId, String turnId, Set<String> itemIds, long maxBytes) {
    return ask(
        threadId,
        (from, history) -> new IndexedPages(from).items(history, turnId, itemIds, maxBytes),
        () -> folded.items(threadId, turnId, itemIds, maxBytes));
  }

  @Override
  public @Nullable Long newestItem(String threadId) {
    Request newest = new Request(null, 1, SortDirection.DESC);
    return ask(
            threadId,
            chain -> {
              ItemPage page = end.items(chain, newest);
              return page == null ? null : Optional.of(page.items().getFirst().ordinal());
            },
            (from, history) -> Optional.ofNullable(new IndexedPages(from).newestItem(history)),
            () -> Optional.ofNullable(folded.newestItem(threadId)))
        .orElse(null);
  }

  @Override
  public long bytes(String threadId) {
    return ask(
        threadId,
        (from, history) -> new IndexedPages(from).bytes(history),
        () -> folded.bytes(threadId));
  }

  @Override
  public @Nullable StoredItem sent(String threadId, String clientMessageId) {
    return ask(
            threadId,
            (from, history) ->
                Optional.ofNullable(new IndexedPages(from).sent(history, clientMessageId)),
            () -> Optional.ofNullable(folded.sent(threadId, clientMessageId)))
        .orElse(null);
  }

  @Override
  public @Nullable Long ordinal(String threadId, String turnId) {
    return ask(
            threadId,
            (from, history) ->
                from.ask(history, c -> Optional.ofNullable(history.turn(c, turnId)))
                    .map(TurnRow::ordinal),
            () -> Optional.ofNullable(folded.ordinal(threadId, turnId)))
        .orElse(null);
  }

  @Override
  public @Nullable Long ordinal(String threadId, String turnId, String itemId) {
    return ask(
            threadId,
            (from, history) ->
                Optional.ofNullable(new IndexedPages(from).ordinal(history, turnId, itemId)),
            () -> Optional.ofNullable(folded.ordinal(threadId, turnId, itemId)))
        .orElse(null);
  }

  /** Where the folds over a thread's history stand at its end; null when rows cannot tell. */
  @Nullable FoldState latest(String threadId) {
    return ask(
            threadId,
            (from, history) -> Optional.of(from.stateAt(history)),
            Optional::<FoldState>empty)
        .orElse(null);
  }

  /**
   * The place of a fork or revert in a thread's history, and where the folds stand there; null when
   * rows cannot tell.
   *
   * @param conversation makes what takes the records of the conversation up to there, each time
   *     that they are read; null when nobody wants them
   * @throws ThreadStoreException INVALID_REQUEST {@code turn not found: X}
   */
  @Nullable IndexedCut cut(
      String threadId, ForkPoint point, @Nullable Supplier<Consumer<RolloutRecord>> conversation) {
    return ask(
            threadId,
            (from, history) -> {
              IndexedCut cut = IndexedCut.find(from, threadId, history, point);
              if (conversation != null) {
                IndexedConversation.replay(from, cut.before(), conversation.get());
              }
              return Optional.of(cut);
            },
            Optional::<IndexedCut>empty)
        .orElse(null);
  }

  /** The same without the conversation. */
  @Nullable IndexedCut cut(String threadId, ForkPoint point) {
    return cut(threadId, point, null);
  }

  /**
   * Hands on the records of the conversation from its newest checkpoint on.
   *
   * @return false when nothing was handed on because rows cannot tell
   */
  boolean replayConversation(String threadId, Consumer<RolloutRecord> sink) {
    RolloutChain chain = chains.apply(threadId);
    Long newest = early(threadId, chain, end::checkpoint);
    if (newest != null) {
      try {
        HistoryEnd.conversation(chain, newest, sink);
        return true;
      } catch (IOException e) {
        // Some of it was handed on: no other way may begin anew.
        throw StorageFailure.of(threadId, "the thread's history could not be read", home, e);
      }
    }
    return ask(
        threadId,
        (from, history) -> {
          IndexedConversation.replay(from, history, sink);
          return true;
        },
        () -> false);
  }

  /** Reads what the index lacks of a long history, after whoever asks; nobody waits. */
  void catchUp(String threadId) {
    if (catchingUp.add(threadId)) {
      try {
        behind.execute(() -> {
          try {
            RolloutChain chain = chains.apply(threadId);
            if (isFarBehind(chain)) {
              index.of(chain);
            }
          } catch (IOException | IndexException | RuntimeException e) {
            LOG.debug(() -> "thread " + threadId + " is indexed when it is asked for: " + e);
          } finally {
            catchingUp.remove(threadId);
          }
        });
      } catch (RejectedExecutionException e) {
        catchingUp.remove(threadId); // closed
      }
    }
  }

  private boolean isFarBehind(RolloutChain chain) throws IOException, IndexException {
    return chain.bytes() > earlyBytes && index.missing(chain) > earlyBytes;
  }

  /** A way to an answer that reads the end of a history only. */
  @FunctionalInterface
  private interface Early<T> {
    @Nullable T answer(RolloutChain chain) throws IOException;
  }

  private static boolean isNewest(Request request) {
    return request.anchor() == null && request.direction() == SortDirection.DESC;
  }

  /** The answer without an index that would have to be made first; null when there is none. */
  private <T> @Nullable T early(String threadId, RolloutChain chain, Early<T> way) {
    try {
      T answer = isFarBehind(chain) ? way.answer(chain) : null;
      if (answer != null) {
        catchUp(threadId);
      }
      return answer;
    } catch (IOException | IndexException e) {
      return null; // the other way has its own errors
    }
  }

  /** Something that rows and files answer together. */
  @FunctionalInterface
  interface Question<T> {
    T ask(HistoryIndex index, HistoryParts history) throws IndexException, IOException;
  }

  /** Another way to the same answer. */
  @FunctionalInterface
  interface Otherwise<T> {
    T answer();
  }

  <T> T ask(String threadId, Question<T> question, Otherwise<T> otherwise) {
    return ask(threadId, null, question, otherwise);
  }

  /**
   * The same.
   *
   * @param early taken when much of the history is not in the index yet, unless it has no answer
   *     either; or null
   */
  private <T> T ask(
      String threadId, @Nullable Early<T> early, Question<T> question, Otherwise<T> otherwise) {
    for (int moves = 1; ; moves++) {
      RolloutChain chain = chains.apply(threadId);
      T answer = early == null ? null : early(threadId, chain, early);
      if (answer != null) {
        return answer;
      }
      try (UnpackedRollouts.Held held = copies.hold(chain)) {
        return ask(held.chain(), question);
      } catch (IndexException e) {
        LOG.debug(() -> "thread " + threadId + " is read without an index: " + e.message());
        return otherwise.answer();
      } catch (NoSuchFileException e) {
        if (moves == Moves.MAX) {
          throw ThreadStoreException.notFound(threadId);
        }
      } catch (IOException e) {
        throw StorageFailure.of(threadId, "the thread's history could not be read", home, e);
      }
    }
  }

  private <T> T ask(RolloutChain chain, Question<T> question) throws IOException, IndexException {
    try {
      return ask(index, chain, question);
    } catch (IndexException.Unfit e) {
      throw e;
    } catch (IndexException e) {
      LOG.debug(() -> "the history index is not used: " + e.message());
      return ask(ownIndex().index(), chain, question);
    }
  }

  private static <T> T ask(HistoryIndex from, RolloutChain chain, Question<T> question)
      throws IOException, IndexException {
    try {
      return question.ask(from, from.of(chain));
    } catch (IndexException.Unfit e) {
      throw e;
    } catch (IndexException e) {
      from.forget(chain);
      return question.ask(from, from.of(chain));
    }
  }

  private synchronized OwnIndex ownIndex() throws IndexException {
    OwnIndex made = own;
    if (made == null) {
      try {
        IndexFile ofOwn = new IndexFile(scratch.get().resolve("history.sqlite"), MIGRATIONS);
        made = new OwnIndex(ofOwn, new HistoryIndex(ofOwn));
      } catch (IOException e) {
        throw new IndexException("an index of this process cannot be made", e);
      }
      own = made;
    }
    return made;
  }

  /** Removes what is known of files that were deleted, as far as it can be. */
  void forget(Collection<RolloutFile> files) {
    List<String> keys = files.stream().map(RolloutFile::key).toList();
    copies.forget(files.stream().map(RolloutFile::path).toList());
    OwnIndex made;
    synchronized (this) {
      made = own;
    }
    try {
      index.erase(keys);
      if (made != null) {
        made.index().erase(keys);
      }
    } catch (IndexException e) {
      LOG.info("rows of deleted threads stay in the history index: " + e.message());
    }
  }

  /** Removes what processes that were killed left of copies. */
  void sweep() {
    scratch.sweep();
  }

  @Override
  public void close() {
    behind.shutdownNow();
    file.close();
    OwnIndex made;
    synchronized (this) {
      made = own;
    }
    if (made != null) {
      made.file().close();
    }
    scratch.close();
  }
}
