package dev.heddle.protocol.v2;

import java.util.List;

/**
 * Params of {@code skills/extraRoots/set}.
 *
 * @param extraRoots absolute paths of folders with further skills, in place of those set before;
 *     none need be there
 */
public record SkillsExtraRootsSetParams(List<@AbsolutePathBuf String> extraRoots) {}
