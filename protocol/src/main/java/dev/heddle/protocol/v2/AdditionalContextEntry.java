package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * One piece of context supplied by the client.
 *
 * @param name label shown to the model, or null
 */
public record AdditionalContextEntry(
    String value, AdditionalContextKind kind, @Nullable String name) {}
