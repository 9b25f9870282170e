package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.concurrent;

import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.SerializationScope;

/** Requests about files of the machine. */
public final class FileMethods {
  public static final MethodSpec<FsReadFileParams, FsReadFileResponse> FS_READ_FILE =
      concurrent("fs/readFile", FsReadFileParams.class, FsReadFileResponse.class);

  public static final MethodSpec<FsWriteFileParams, FsWriteFileResponse> FS_WRITE_FILE =
      concurrent("fs/writeFile", FsWriteFileParams.class, FsWriteFileResponse.class);

  public static final MethodSpec<FsCreateDirectoryParams, FsCreateDirectoryResponse>
      FS_CREATE_DIRECTORY =
          concurrent(
              "fs/createDirectory", FsCreateDirectoryParams.class, FsCreateDirectoryResponse.class);

  public static final MethodSpec<FsGetMetadataParams, FsGetMetadataResponse> FS_GET_METADATA =
      concurrent("fs/getMetadata", FsGetMetadataParams.class, FsGetMetadataResponse.class);

  public static final MethodSpec<FsReadDirectoryParams, FsReadDirectoryResponse> FS_READ_DIRECTORY =
      concurrent("fs/readDirectory", FsReadDirectoryParams.class, FsReadDirectoryResponse.class);

  public static final MethodSpec<FsRemoveParams, FsRemoveResponse> FS_REMOVE =
      concurrent("fs/remove", FsRemoveParams.class, FsRemoveResponse.class);

  public static final MethodSpec<FsCopyParams, FsCopyResponse> FS_COPY =
      concurrent("fs/copy", FsCopyParams.class, FsCopyResponse.class);

  public static final MethodSpec<FsWatchParams, FsWatchResponse> FS_WATCH =
      new MethodSpec<>(
          "fs/watch",
          FsWatchParams.class,
          FsWatchResponse.class,
          p -> SerializationScope.global("fs/watch " + p.watchId()),
          false);

  public static final MethodSpec<FsUnwatchParams, FsUnwatchResponse> FS_UNWATCH =
      new MethodSpec<>(
          "fs/unwatch",
          FsUnwatchParams.class,
          FsUnwatchResponse.class,
          p -> SerializationScope.global("fs/watch " + p.watchId()),
          false);

  private FileMethods() {}
}
