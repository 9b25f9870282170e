package dev.heddle.protocol.v2;

/**
 * Params of {@code fs/writeFile}: creates the file or replaces what is in it.
 *
 * @param path absolute path; its folder must exist
 * @param dataBase64 the new content, in Base64 with padding
 */
public record FsWriteFileParams(@AbsolutePathBuf String path, String dataBase64) {}
