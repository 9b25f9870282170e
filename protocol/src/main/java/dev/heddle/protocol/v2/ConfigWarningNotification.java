package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.OmitNull;
import org.jspecify.annotations.Nullable;

/**
 * Params of the notification {@code configWarning}: a problem in the configuration.
 *
 * @param details further text, or null
 * @param path file with the problem
 * @param range place in the file
 */
public record ConfigWarningNotification(
    String summary,
    @Nullable String details,
    @OmitNull @Nullable String path,
    @OmitNull @Nullable TextRange range) {}
