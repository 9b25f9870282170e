package dev.heddle.protocol.v2;

/** Params of {@code collaborationMode/list}, which takes none. */
public record CollaborationModeListParams() {}
