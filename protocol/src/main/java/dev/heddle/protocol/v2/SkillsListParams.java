package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import java.util.List;

/**
 * Params of {@code skills/list}: directories to look for skills in.
 *
 * @param cwds empty for the server's own
 * @param forceReload read again rather than use the cache
 */
public record SkillsListParams(@Defaulted List<String> cwds, @Defaulted boolean forceReload) {}
