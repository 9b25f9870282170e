package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;

/**
 * Params of {@code fs/copy}.
 *
 * @param sourcePath absolute path of a file, a folder or a link; a link is copied as a link
 * @param destinationPath absolute path of the copy itself, not of the folder it goes into
 * @param recursive must be true for a folder
 */
public record FsCopyParams(
    @AbsolutePathBuf String sourcePath,
    @AbsolutePathBuf String destinationPath,
    @Defaulted boolean recursive) {}
