package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code command/exec/write}: input for a running command.
 *
 * @param deltaBase64 what to write, in Base64; null for nothing
 * @param closeStdin whether its input ends behind that
 */
public record CommandExecWriteParams(
    String processId, @Nullable String deltaBase64, @Defaulted boolean closeStdin) {}
