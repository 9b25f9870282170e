package dev.heddle.server.store;

import org.jspecify.annotations.Nullable;

/**
 * A group of threads that a user has made. Immutable.
 *
 * @param id stays when it is renamed; sections are in the order of their ids
 * @param name as clients show it
 * @param look null for the usual one
 */
public record StoredSection(String id, String name, @Nullable SectionLook look) {}
