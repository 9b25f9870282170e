package dev.heddle.protocol.v2;

import java.util.List;

/** Answer to {@code hooks/list}: the hooks of each directory. */
public record HooksListResponse(List<HooksListEntry> data) {}
