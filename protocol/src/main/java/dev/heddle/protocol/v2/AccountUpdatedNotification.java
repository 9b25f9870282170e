package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of the notification {@code account/updated}: login or plan changed.
 *
 * @param authMode null when logged out
 * @param planType null when unknown
 */
public record AccountUpdatedNotification(
    @Nullable AuthMode authMode, @Nullable PlanType planType) {}
