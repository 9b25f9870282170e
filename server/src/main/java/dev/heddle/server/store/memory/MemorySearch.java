package dev.heddle.server.store.memory;

import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadPager;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadSearch;
import dev.heddle.server.store.VisibleMessages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Search by looking at every record. */
final class MemorySearch implements ThreadSearch {
  private final MemoryBacking backing;

  MemorySearch(MemoryBacking backing) {
    this.backing = backing;
  }

  @Override
  public Page search(String term, ThreadQuery query) {
    Map<String, String> messages = new HashMap<>();
    List<StoredThread> rows = new ArrayList<>();
    for (MemoryJournal journal : backing.all()) {
      journal.row().ifPresent(rows::add);
      if (journal.listed() && journal.row().isPresent()) {
        journal.records(true).stream()
            .map(VisibleMessages::of)
            .filter(text -> text != null && VisibleMessages.contains(text, term))
            .findFirst()
            .ifPresent(text -> messages.put(journal.threadId(), text));
      }
    }
    ThreadPage page =
        ThreadPager.page(
            query.withSearchTerm(null), rows, thread -> messages.containsKey(thread.id()));
    return new Page(
        page.threads().stream()
            .map(t -> new Match(t, Objects.requireNonNull(messages.get(t.id()))))
            .toList(),
        page.next());
  }
}
