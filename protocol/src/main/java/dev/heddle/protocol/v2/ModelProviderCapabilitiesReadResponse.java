package dev.heddle.protocol.v2;

/** Answer to {@code modelProvider/capabilities/read}: what the default provider offers. */
public record ModelProviderCapabilitiesReadResponse(boolean imageGeneration, boolean webSearch) {}
