package dev.heddle.server.store.local;

import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadQuery;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where rows are kept: the index, or memory while there is no index. */
interface ThreadRows {
  /** What every row covers, by thread. */
  Map<String, Mark> marks() throws IndexException;

  @Nullable ThreadRow get(String threadId) throws IndexException;

  /** Stores and removes rows, all or nothing. */
  void apply(Collection<ThreadRow> rows, Collection<String> removedIds) throws IndexException;

  ThreadPage page(ThreadQuery query) throws IndexException;

  /** Threads whose history refers to one of these files. */
  List<String> referrers(Collection<String> keys) throws IndexException;
}
