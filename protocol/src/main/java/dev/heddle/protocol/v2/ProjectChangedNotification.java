package dev.heddle.protocol.v2;

/** Params of the notification {@code project/changed}: a project came, changed or went. */
public record ProjectChangedNotification(String projectId, ProjectChangeType changeType) {}
