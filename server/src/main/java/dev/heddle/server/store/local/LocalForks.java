package dev.heddle.server.store.local;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ReferenceForks;
import dev.heddle.server.store.ThreadStoreException;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;

/** Forks that refer to the source's files. */
final class LocalForks implements ReferenceForks {
  /** Legacy histories up to here are copied. */
  private static final long COPY_BYTES = 1 << 20;

  private final BiFunction<String, Boolean, ThreadRow> rows;
  private final OpenThreads open;
  private final FileTable files;
  private final ThreadFiles threadFiles;
  private final LocalHistory history;

  LocalForks(
      BiFunction<String, Boolean, ThreadRow> rows,
      OpenThreads open,
      FileTable files,
      ThreadFiles threadFiles,
      LocalHistory history) {
    this.rows = rows;
    this.open = open;
    this.files = files;
    this.threadFiles = threadFiles;
    this.history = history;
  }

  @Override
  public void checkSource(String sourceThreadId) {
    ThreadRow row = rows.apply(sourceThreadId, true);
    try {
      threadFiles.chain(row).requireHeader();
    } catch (IOException e) {
      throw StorageFailure.of(sourceThreadId, "the thread could not be read", row.mark().path(), e);
    }
  }

  @Override
  public boolean canRefer(String sourceThreadId) {
    open.settle(sourceThreadId);
    ThreadRow row = rows.apply(sourceThreadId, true);
    return !RolloutFile.compressed(row.mark().path())
        && (row.thread().historyMode() == HistoryMode.PAGINATED || worthReferring(row));
  }

  /**
   * Codex cannot follow a reference into a legacy history: short ones are copied, as Codex does.
   * Their records have no ordinals to look a place up by, so the index must know them.
   */
  private boolean worthReferring(ThreadRow row) {
    return row.mark().covered() > COPY_BYTES
        && history.cut(row.id(), new ForkPoint.Latest()) != null;
  }

  @Override
  public void refuseWhileReferenced(String threadId) {
    threadFiles.refuseWhileReferenced(threadId);
  }

  @Override
  public LiveLog fork(NewThread child, String sourceThreadId, ForkPoint point) {
    OpenThread source = open.get(sourceThreadId);
    if (source != null) {
      // The reference is to bytes in the file: all of them must be there.
      source.log().flush();
    }
    ThreadRow row = rows.apply(sourceThreadId, true);
    try {
      return threadFiles.whileNothingMoves(() -> fork(child, row, point));
    } catch (IOException e) {
      throw StorageFailure.of(
          sourceThreadId, "the thread could not be forked", row.mark().path(), e);
    }
  }

  private LiveLog fork(NewThread child, ThreadRow source, ForkPoint point) throws IOException {
    RolloutChain chain = threadFiles.chain(source);
    IndexedCut found = history.cut(source.id(), point);
    if (found == null && chain.historyMode() == HistoryMode.LEGACY) {
      throw ThreadStoreException.invalid(
          source.id(), "the places of this legacy history are not known");
    }
    Cut cut = found == null ? Cut.find(chain, point) : found.cut();
    RolloutChain inherited = chain.until(cut);
    List<String> keys = inherited.parts().stream().map(part -> part.file().key()).toList();
    RowFold fold =
        found == null
            ? new RowFold(child.threadId(), keys)
            : new RowFold(child.threadId(), keys, found.state().heir(child.threadId()));
    if (found == null) {
      for (RolloutChain.Part part : inherited.parts()) {
        inherited.replay(
            part,
            record -> {
              if (!RolloutChain.OF_THE_THREAD.contains(record.type())) {
                fold.accept(record);
              }
            });
      }
    }
    LiveLog log = open.create(child, new OpenThreads.Inheritance(cut.base(), fold), files);
    log.append(cut.streamed());
    return log;
  }
}
