package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * A configured provider.
 *
 * @param canEdit whether a client may change it
 * @param baseUrl null for the built-in address
 */
public record ModelProviderSummary(
    String id, String name, boolean canEdit, @Nullable String baseUrl, ProviderSettings settings) {}
