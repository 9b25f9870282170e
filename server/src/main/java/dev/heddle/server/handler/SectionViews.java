package dev.heddle.server.handler;

import dev.heddle.protocol.v2.ThreadSection;
import dev.heddle.protocol.v2.ThreadSectionAppearance;
import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.SectionLook;
import dev.heddle.server.store.StoredSection;
import dev.heddle.server.store.ThreadSections;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import org.jspecify.annotations.Nullable;

/** What clients see of sections. */
final class SectionViews {
  private SectionViews() {}

  /**
   * The sections as of now, for views of threads: empty in a store that has none or cannot read
   * them, since no thread is lost for want of its section. Who asks for the sections is told why.
   */
  static SectionBook shown(ThreadStore store) {
    try {
      return store.sections().map(ThreadSections::book).orElse(SectionBook.EMPTY);
    } catch (ThreadStoreException e) {
      return SectionBook.EMPTY;
    }
  }

  static ThreadSection of(StoredSection section) {
    SectionLook look = section.look();
    return new ThreadSection(
        section.id(),
        section.name(),
        look == null ? null : new ThreadSectionAppearance(look.icon(), look.color()));
  }

  static @Nullable SectionLook look(@Nullable ThreadSectionAppearance appearance) {
    return appearance == null ? null : new SectionLook(appearance.icon(), appearance.color());
  }
}
