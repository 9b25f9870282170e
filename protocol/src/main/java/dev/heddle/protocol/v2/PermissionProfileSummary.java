package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Named permissions to choose from.
 *
 * @param description null for the built-in ones
 * @param allowed false where the administrator forbids them
 */
public record PermissionProfileSummary(String id, @Nullable String description, boolean allowed) {}
