package dev.heddle.protocol.v2;

/** Params of {@code modelProvider/capabilities/read}, which takes none. */
public record ModelProviderCapabilitiesReadParams() {}
