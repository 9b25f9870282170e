package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of the notification {@code remoteControl/status/changed}: state of remote control; sent
 * once after initialize.
 *
 * @param environmentId null when not registered
 */
public record RemoteControlStatusChangedNotification(
    RemoteControlConnectionStatus status,
    String serverName,
    String installationId,
    @Nullable String environmentId) {}
