package dev.heddle.protocol.v2;

import java.util.List;

/** Answer to {@code server/diagnostics}: size and load of the server process. */
public record ServerDiagnosticsResponse(
    ServerDiagnosticsProcess process, List<ServerDiagnosticsGauge> gauges) {}
