package dev.heddle.protocol.v2;

/** Params of the notification {@code account/rateLimits/updated}: usage limits changed. */
public record AccountRateLimitsUpdatedNotification(RateLimitSnapshot rateLimits) {}
