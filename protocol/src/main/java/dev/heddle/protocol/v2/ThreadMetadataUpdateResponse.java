package dev.heddle.protocol.v2;

/** Answer to {@code thread/metadata/update}: the thread with the change. */
public record ThreadMetadataUpdateResponse(ApiThread thread) {}
