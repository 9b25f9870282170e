package dev.heddle.protocol.v2;

/** Params of {@code server/diagnostics}, which takes none. */
public record ServerDiagnosticsParams() {}
