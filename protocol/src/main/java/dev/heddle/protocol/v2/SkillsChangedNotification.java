package dev.heddle.protocol.v2;

/** Params of the notification {@code skills/changed}: the skills on disk changed. */
public record SkillsChangedNotification() {}
