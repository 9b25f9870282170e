package dev.heddle.protocol.v2;

/**
 * Result of {@code fs/readFile}.
 *
 * @param dataBase64 the whole content, in Base64
 */
public record FsReadFileResponse(String dataBase64) {}
