package dev.heddle.server.store.memory;

import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ThreadStoreException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What {@link InMemoryThreadStore}s keep their threads in, and what outlives them.
 *
 * <p>Two stores open on one backing behave as two processes on one disk: both read everything, and
 * a thread has one writer.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class MemoryBacking {
  private final ConcurrentMap<String, MemoryJournal> journals = new ConcurrentHashMap<>();
  private final MemoryQueues queues = new MemoryQueues();
  private final MemorySections sections = new MemorySections();
  private final MemoryAttachments attachments = new MemoryAttachments();
  private final MemoryProjects projects = new MemoryProjects();

  /** Begins a journal that {@code writer} writes; nothing of it is stored yet. */
  MemoryJournal begin(NewThread thread, InMemoryThreadStore writer) {
    MemoryJournal journal = new MemoryJournal(thread, writer);
    MemoryJournal known = journals.putIfAbsent(thread.threadId(), journal);
    if (known == null) {
      return journal;
    }
    throw known.writer() == null
        ? ThreadStoreException.exists(thread.threadId())
        : ThreadStoreException.activeWriter(thread.threadId());
  }

  /** The journal of a thread, which may not be stored yet. */
  MemoryJournal find(String threadId) {
    MemoryJournal journal = journals.get(threadId);
    if (journal == null) {
      throw ThreadStoreException.notFound(threadId);
    }
    return journal;
  }

  /** The same for one that ought to be archived. */
  MemoryJournal findArchived(String threadId) {
    MemoryJournal journal = journals.get(threadId);
    if (journal == null) {
      throw ThreadStoreException.notArchived(threadId);
    }
    return journal;
  }

  void forget(MemoryJournal journal) {
    journals.remove(journal.threadId(), journal);
    sections.change(book -> book.withoutMember(journal.threadId()));
    projects.change(book -> book.withoutMember(journal.threadId()));
  }

  MemorySections sections() {
    return sections;
  }

  MemoryAttachments attachments() {
    return attachments;
  }

  MemoryProjects projects() {
    return projects;
  }

  MemoryQueues queues() {
    return queues;
  }

  Collection<MemoryJournal> all() {
    return List.copyOf(journals.values());
  }
}
