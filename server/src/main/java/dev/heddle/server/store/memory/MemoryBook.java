package dev.heddle.server.store.memory;

import dev.heddle.server.store.KeptBook;
import dev.heddle.server.store.ThreadBook;
import java.util.function.UnaryOperator;

/**
 * A book of a {@link MemoryBacking}.
 *
 * <p><b>Thread-safety:</b> thread-safe; its monitor orders changes.
 *
 * @param <B> the kind of book
 */
abstract class MemoryBook<B extends ThreadBook<B>> implements KeptBook<B> {
  private volatile B book;

  MemoryBook(B empty) {
    book = empty;
  }

  @Override
  public final B book() {
    return book;
  }

  @Override
  public final synchronized B change(UnaryOperator<B> change) {
    book = change.apply(book);
    return book;
  }
}
