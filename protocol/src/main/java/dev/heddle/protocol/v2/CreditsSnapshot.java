package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Paid credits of the account.
 *
 * @param balance decimal text, or null when unknown
 */
public record CreditsSnapshot(boolean hasCredits, boolean unlimited, @Nullable String balance) {}
