package dev.heddle.server.store.memory;

import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.ThreadSections;
import java.util.function.UnaryOperator;

/**
 * The sections of a {@link MemoryBacking}.
 *
 * <p><b>Thread-safety:</b> thread-safe; its monitor orders changes.
 */
final class MemorySections implements ThreadSections {
  private volatile SectionBook book = SectionBook.EMPTY;

  @Override
  public SectionBook book() {
    return book;
  }

  @Override
  public synchronized SectionBook change(UnaryOperator<SectionBook> change) {
    book = change.apply(book);
    return book;
  }
}
