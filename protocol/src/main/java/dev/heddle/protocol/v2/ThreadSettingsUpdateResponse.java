package dev.heddle.protocol.v2;

/** Answer to {@code thread/settings/update}: empty. */
public record ThreadSettingsUpdateResponse() {}
