package dev.heddle.server.store.local;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ReferenceForks;
import dev.heddle.server.store.ThreadStoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Forks that refer to the source's files. Legacy rollouts have no ordinals to refer to. */
final class LocalForks implements ReferenceForks {
  private final BiFunction<String, Boolean, ThreadRow> rows;
  private final OpenThreads open;
  private final FileTable files;
  private final ThreadFiles threadFiles;

  LocalForks(
      BiFunction<String, Boolean, ThreadRow> rows,
      OpenThreads open,
      FileTable files,
      ThreadFiles threadFiles) {
    this.rows = rows;
    this.open = open;
    this.files = files;
    this.threadFiles = threadFiles;
  }

  @Override
  public boolean canRefer(String sourceThreadId) {
    open.settle(sourceThreadId);
    ThreadRow row = rows.apply(sourceThreadId, true);
    return row.thread().historyMode() == HistoryMode.PAGINATED
        && !row.mark().path().toString().endsWith(".zst");
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
    if (chain.historyMode() != HistoryMode.PAGINATED) {
      throw ThreadStoreException.invalid(
          source.id(), "a legacy thread's history cannot be referred to");
    }
    Cut cut = Cut.find(chain, point);
    List<RolloutChain.Part> inherited = new ArrayList<>(chain.parts().subList(0, cut.part()));
    RolloutChain.Part last = chain.parts().get(cut.part());
    inherited.add(
        new RolloutChain.Part(
            last.file(),
            last.meta(),
            cut.base().endByteOffset(),
            cut.base().endOrdinalExclusive()));
    List<String> keys = inherited.stream().map(part -> part.file().key()).toList();
    RowFold fold = new RowFold(child.threadId(), keys);
    RolloutChain history = new RolloutChain(inherited, chain.byKey());
    for (RolloutChain.Part part : inherited) {
      history.replay(
          part,
          record -> {
            if (!RolloutChain.OF_THE_THREAD.contains(record.type())) {
              fold.accept(record);
            }
          });
    }
    return open.create(child, new OpenThreads.Inheritance(cut.base(), fold), files);
  }
}
