package dev.heddle.server.store.local;

import dev.heddle.server.log.Log;
import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadSearch;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.VisibleMessages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Search in what was said: by the index of texts where that can be used, else by reading every
 * journal.
 *
 * <p>The index of texts is made by the first search, and brought up to date by every further one
 * before it answers, so it costs nothing where nobody searches.
 *
 * <p><b>Thread-safety:</b> thread-safe; one search brings the index up to date at a time.
 */
final class LocalSearch implements ThreadSearch {
  private static final Log LOG = Log.of(LocalSearch.class);

  private final Catalogue catalogue;
  private final TextIndex texts;
  private final Projection projection;

  LocalSearch(Catalogue catalogue, IndexFile file) {
    this.catalogue = catalogue;
    this.projection = new Projection(catalogue::byKey);
    this.texts = new TextIndex(file, projection);
  }

  @Override
  public Page search(String term, ThreadQuery query) {
    try {
      return page(term, query, matching(term, query));
    } catch (IOException e) {
      throw StorageFailure.of(null, "the threads could not be searched", catalogue.root(), e);
    }
  }

  /** Removes what was said in a thread from the index. */
  void forget(String threadId) {
    try {
      texts.forget(threadId);
    } catch (IndexException e) {
      LOG.info("texts of thread " + threadId + " stay in the index of texts: " + e.message());
    }
  }

  private Page page(String term, ThreadQuery query, Set<String> ids) throws IOException {
    List<ThreadRow> rows = catalogue.rows(query, row -> ids.contains(row.id()));
    boolean more = rows.size() > query.limit();
    List<Match> matches = new ArrayList<>();
    Map<String, String> known = firstMessages(term, rows);
    for (ThreadRow row : more ? rows.subList(0, query.limit()) : rows) {
      String message = known.get(row.id());
      matches.add(new Match(row.thread(), message != null ? message : first(term, row)));
    }
    if (!more) {
      return new Page(matches, null);
    }
    ThreadRow last = rows.get(query.limit() - 1);
    return new Page(matches, new ListCursor(ListRow.of(last).order(query), last.id()));
  }

  private Set<String> matching(String term, ThreadQuery query) throws IOException {
    List<ListRow> all = catalogue.current().stream().filter(row -> row.matches(query)).toList();
    try {
      texts.catchUp(all);
      return texts.threadsWith(term);
    } catch (IndexException e) {
      Set<String> found = new HashSet<>();
      for (ListRow row : all) {
        if (firstMessage(term, row.path(), row.archived()) != null) {
          found.add(row.id());
        }
      }
      return found;
    }
  }

  private Map<String, String> firstMessages(String term, List<ThreadRow> rows) {
    try {
      return texts.firstWith(term, rows.stream().map(ThreadRow::id).toList());
    } catch (IndexException e) {
      return new HashMap<>();
    }
  }

  private String first(String term, ThreadRow row) {
    String message = firstMessage(term, row.mark().path(), row.thread().archived());
    return message == null ? "" : message;
  }

  /** The first message that has the term; null when none has, or it cannot be read just now. */
  private @Nullable String firstMessage(String term, Path path, boolean archived) {
    RolloutFile file = RolloutFile.parse(path, archived);
    if (file == null) {
      return null;
    }
    String[] first = new String[1];
    try {
      projection.messages(
          file,
          0,
          (text, next) -> {
            if (first[0] == null && VisibleMessages.contains(text, term)) {
              first[0] = text;
            }
          });
    } catch (IOException | UncheckedIOException | ThreadStoreException e) {
      LOG.info("a thread is not searched: " + e.getMessage());
    }
    return first[0];
  }
}
