package dev.heddle.server.store.memory;

import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.ThreadSections;

/** The sections of a {@link MemoryBacking}. */
final class MemorySections extends MemoryBook<SectionBook> implements ThreadSections {
  MemorySections() {
    super(SectionBook.EMPTY);
  }
}
