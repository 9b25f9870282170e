package dev.heddle.protocol.v2;

import java.util.List;

/**
 * The skills of one directory.
 *
 * @param cwd absolute working directory
 */
public record SkillsListEntry(
    String cwd, List<SkillMetadata> skills, List<SkillErrorInfo> errors) {}
