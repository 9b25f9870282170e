package dev.heddle.protocol.v2;

import java.util.List;

/** Answer to {@code skills/list}: the skills of each directory. */
public record SkillsListResponse(List<SkillsListEntry> data) {}
