package dev.heddle.protocol.v2;

import java.util.List;

/** What a skill needs. */
public record SkillDependencies(List<SkillToolDependency> tools) {}
