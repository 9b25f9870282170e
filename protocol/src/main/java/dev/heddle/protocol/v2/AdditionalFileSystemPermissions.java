package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.OmitNull;
import dev.heddle.protocol.rpc.Unsigned;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paths that may be used beyond the sandbox.
 *
 * @param read paths, or null for no change
 * @param write paths, or null for no change
 * @param globScanMaxDepth how deep patterns look, or null for no bound
 * @param entries rules in the full form, or null
 */
public record AdditionalFileSystemPermissions(
    @Nullable List<@LegacyAppPathString String> read,
    @Nullable List<@LegacyAppPathString String> write,
    @OmitNull @Unsigned(64) @Nullable Long globScanMaxDepth,
    @OmitNull @Nullable List<FileSystemSandboxEntry> entries) {}
