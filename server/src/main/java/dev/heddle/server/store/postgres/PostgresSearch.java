package dev.heddle.server.store.postgres;

import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadSearch;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.VisibleMessages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Search by reading thread after thread, in the order of the list, until the page is full. */
final class PostgresSearch implements ThreadSearch {
  private final PostgresThreadStore store;

  PostgresSearch(PostgresThreadStore store) {
    this.store = store;
  }

  @Override
  public Page search(String term, ThreadQuery query) {
    List<Match> matches = new ArrayList<>();
    ThreadQuery rest = query.withSearchTerm(null);
    while (true) {
      ThreadPage page = store.list(rest);
      for (StoredThread thread : page.threads()) {
        String message = firstWith(term, thread);
        if (message != null && matches.size() == query.limit()) {
          ListCursor next = ThreadListing.place(query, matches.getLast().thread());
          return new Page(matches, next);
        }
        if (message != null) {
          matches.add(new Match(thread, message));
        }
      }
      if (page.next() == null) {
        return new Page(matches, null);
      }
      rest = rest.from(page.next());
    }
  }

  private @Nullable String firstWith(String term, StoredThread thread) {
    List<String> found = new ArrayList<>(1);
    try {
      store.read(
          thread.id(),
          record -> {
            String text = VisibleMessages.of(record);
            if (text != null && VisibleMessages.contains(text, term)) {
              found.add(text);
            }
            return found.isEmpty();
          });
    } catch (ThreadStoreException e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
      return null; // deleted meanwhile
    }
    return found.isEmpty() ? null : found.getFirst();
  }
}
