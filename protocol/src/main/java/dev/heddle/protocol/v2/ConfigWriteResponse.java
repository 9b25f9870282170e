package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code config/batchWrite}: where they were written.
 *
 * @param version hash that changes with the content
 * @param filePath absolute
 * @param overriddenMetadata null when the value has effect
 */
public record ConfigWriteResponse(
    WriteStatus status,
    String version,
    @AbsolutePathBuf String filePath,
    @Nullable OverriddenMetadata overriddenMetadata) {}
