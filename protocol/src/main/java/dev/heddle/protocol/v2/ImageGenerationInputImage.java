package dev.heddle.protocol.v2;

/**
 * A picture used as a source.
 *
 * @param sha256 hash of its bytes, hexadecimal
 */
public record ImageGenerationInputImage(String path, String sha256) {}
