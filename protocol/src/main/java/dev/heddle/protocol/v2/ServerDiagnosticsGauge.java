package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;

/**
 * A measured quantity.
 *
 * @param name for example {@code app.requests.queued}
 */
public record ServerDiagnosticsGauge(String name, @Unsigned(64) long value) {}
