package dev.heddle.server.handler;

import dev.heddle.server.store.KeptBook;
import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.ThreadBook;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import java.util.Optional;

/**
 * Where threads belong as of now, for views of them.
 *
 * @param sections empty where there are none
 * @param projects empty where there are none
 */
record ThreadPlaces(SectionBook sections, ProjectBook projects) {

  /**
   * Those of a store: none in a store that keeps none or cannot read them, since no thread is lost
   * for want of its section. Who asks for the sections or projects is told why.
   */
  static ThreadPlaces of(ThreadStore store) {
    return new ThreadPlaces(
        shown(store.sections(), SectionBook.EMPTY), shown(store.projects(), ProjectBook.EMPTY));
  }

  private static <B extends ThreadBook<B>> B shown(
      Optional<? extends KeptBook<B>> kept, B otherwise) {
    try {
      return kept.isPresent() ? kept.get().book() : otherwise;
    } catch (ThreadStoreException e) {
      return otherwise;
    }
  }
}
