package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code process/writeStdin}: input for a running process.
 *
 * @param deltaBase64 what to write, in Base64; null for nothing
 * @param closeStdin whether its input ends behind that
 */
public record ProcessWriteStdinParams(
    String processHandle, @Nullable String deltaBase64, @Defaulted boolean closeStdin) {}
