package dev.heddle.protocol.v2;

/**
 * One source of configuration.
 *
 * @param version hash that changes with the content
 */
public record ConfigLayerMetadata(ConfigLayerSource name, String version) {}
