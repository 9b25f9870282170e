package dev.heddle.server.handler;

import dev.heddle.protocol.v2.ThreadSection;
import dev.heddle.protocol.v2.ThreadSectionAppearance;
import dev.heddle.server.store.SectionLook;
import dev.heddle.server.store.StoredSection;
import org.jspecify.annotations.Nullable;

/** What clients see of sections. */
final class SectionViews {
  private SectionViews() {}

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
