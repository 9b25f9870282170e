package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * A group of threads in the sidebar.
 *
 * @param appearance null for the usual look
 */
public record ThreadSection(String id, String name, @Nullable ThreadSectionAppearance appearance) {}
