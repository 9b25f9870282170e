package dev.heddle.protocol.v2;

import java.util.List;

/** Answer to {@code collaborationMode/list}: the presets for working together. */
public record CollaborationModeListResponse(List<CollaborationModeMask> data) {}
