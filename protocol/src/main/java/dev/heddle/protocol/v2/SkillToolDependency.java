package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.OmitNull;
import org.jspecify.annotations.Nullable;

/**
 * A tool a skill needs.
 *
 * @param type kind of tool
 */
public record SkillToolDependency(
    String type,
    String value,
    @OmitNull @Nullable String description,
    @OmitNull @Nullable String transport,
    @OmitNull @Nullable String command,
    @OmitNull @Nullable String url) {}
