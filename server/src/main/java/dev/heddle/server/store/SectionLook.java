package dev.heddle.server.store;

import org.jspecify.annotations.Nullable;

/**
 * Look of a section, in words that clients agree on.
 *
 * @param icon null for none
 * @param color null for none
 */
public record SectionLook(@Nullable String icon, @Nullable String color) {}
