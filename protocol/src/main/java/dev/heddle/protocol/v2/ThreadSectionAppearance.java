package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Look of a section.
 *
 * @param icon null for none
 * @param color null for none
 */
public record ThreadSectionAppearance(@Nullable String icon, @Nullable String color) {}
