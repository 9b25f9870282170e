package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.ResumePoints;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Going on with threads out of their rows and the index of their history; by a replay where rows
 * cannot tell.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class LocalResumePoints implements ResumePoints {
  private final LocalHistory history;
  private final Function<String, ThreadRow> rows;
  private final Function<String, JsonObject> headers;
  private final BiConsumer<String, Consumer<RolloutRecord>> replay;

  /**
   * @param rows what is projected of a thread
   * @param headers the thread's own first header, whole
   * @param replay all of its records
   */
  LocalResumePoints(
      LocalHistory history,
      Function<String, ThreadRow> rows,
      Function<String, JsonObject> headers,
      BiConsumer<String, Consumer<RolloutRecord>> replay) {
    this.history = history;
    this.rows = rows;
    this.headers = headers;
    this.replay = replay;
  }

  @Override
  public Point latest(String threadId) {
    ThreadRow row = rows.apply(threadId);
    JsonObject known = row.context();
    ContextFacts context = known == null ? context(threadId) : ContextFacts.restore(known);
    history.catchUp(threadId);
    return new Point(ThreadFold.restore(threadId, row.state()), context, headers.apply(threadId));
  }

  private ContextFacts context(String threadId) {
    FoldState state = history.latest(threadId);
    if (state != null) {
      return state.contextFacts();
    }
    ContextFacts context = new ContextFacts();
    replay.accept(threadId, context::accept);
    return context;
  }

  @Override
  public @Nullable Point inherited(
      String sourceThreadId,
      String childId,
      ForkPoint point,
      @Nullable Supplier<Consumer<RolloutRecord>> conversation) {
    try {
      IndexedCut cut = history.cut(sourceThreadId, point, conversation);
      if (cut != null) {
        ContextFacts context = cut.state().contextFacts();
        cut.cut().streamed().forEach(context::accept);
        return new Point(cut.state().heir(childId), context, headers.apply(sourceThreadId));
      }
    } catch (ThreadStoreException e) {
      if (e.kind() == Kind.INVALID_REQUEST && e.message().startsWith("turn not found")) {
        return null;
      }
      throw e;
    }
    throw new ThreadStoreException(
        Kind.UNSUPPORTED, sourceThreadId, "finding a place without a replay", null);
  }

  @Override
  public void replayConversation(String threadId, Consumer<RolloutRecord> sink) {
    if (!history.replayConversation(threadId, sink)) {
      replay.accept(threadId, sink);
    }
  }
}
