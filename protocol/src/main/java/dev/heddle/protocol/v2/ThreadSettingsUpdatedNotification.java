package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code thread/settings/updated}: settings for the next turns changed.
 */
public record ThreadSettingsUpdatedNotification(String threadId, ThreadSettings threadSettings) {}
