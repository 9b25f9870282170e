package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * The server process.
 *
 * @param id process id
 * @param residentMemoryBytes null when it cannot be measured
 * @param physicalFootprintBytes null when it cannot be measured
 */
public record ServerDiagnosticsProcess(
    @Unsigned int id,
    @Unsigned(64) @Nullable Long residentMemoryBytes,
    @Unsigned(64) @Nullable Long physicalFootprintBytes) {}
