package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.FsChangedNotification;
import dev.heddle.protocol.v2.FsCopyParams;
import dev.heddle.protocol.v2.FsCopyResponse;
import dev.heddle.protocol.v2.FsCreateDirectoryParams;
import dev.heddle.protocol.v2.FsCreateDirectoryResponse;
import dev.heddle.protocol.v2.FsGetMetadataParams;
import dev.heddle.protocol.v2.FsGetMetadataResponse;
import dev.heddle.protocol.v2.FsReadDirectoryEntry;
import dev.heddle.protocol.v2.FsReadDirectoryParams;
import dev.heddle.protocol.v2.FsReadDirectoryResponse;
import dev.heddle.protocol.v2.FsReadFileParams;
import dev.heddle.protocol.v2.FsReadFileResponse;
import dev.heddle.protocol.v2.FsRemoveParams;
import dev.heddle.protocol.v2.FsRemoveResponse;
import dev.heddle.protocol.v2.FsUnwatchParams;
import dev.heddle.protocol.v2.FsUnwatchResponse;
import dev.heddle.protocol.v2.FsWatchParams;
import dev.heddle.protocol.v2.FsWatchResponse;
import dev.heddle.protocol.v2.FsWriteFileParams;
import dev.heddle.protocol.v2.FsWriteFileResponse;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.files.FileFacts;
import dev.heddle.server.files.FileRefusedException;
import dev.heddle.server.files.FileWatches;
import dev.heddle.server.files.HostFiles;
import dev.heddle.server.files.OsErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code fs/*} methods.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Errors:</b> a path that is not absolute and an operation that makes no sense are invalid
 * requests; what the system refuses is an internal error with the system's words.
 */
public final class FileHandlers {
  private final HostFiles files;
  private final FileWatches watches;

  public FileHandlers(HostFiles files, FileWatches watches) {
    this.files = files;
    this.watches = watches;
  }

  public Reply<FsReadFileResponse> read(FsReadFileParams params, RequestContext context) {
    Path path = AbsolutePath.of(params.path());
    return answer(
        () -> new FsReadFileResponse(Base64.getEncoder().encodeToString(files.read(path))));
  }

  public Reply<FsWriteFileResponse> write(FsWriteFileParams params, RequestContext context) {
    Path path = AbsolutePath.of(params.path());
    byte[] content = content(params.dataBase64());
    return answer(() -> {
      files.write(path, content);
      return new FsWriteFileResponse();
    });
  }

  public Reply<FsCreateDirectoryResponse> createDirectory(
      FsCreateDirectoryParams params, RequestContext context) {
    Path path = AbsolutePath.of(params.path());
    return answer(() -> {
      files.createDirectory(path, orTrue(params.recursive()));
      return new FsCreateDirectoryResponse();
    });
  }

  public Reply<FsGetMetadataResponse> metadata(FsGetMetadataParams params, RequestContext context) {
    Path path = AbsolutePath.of(params.path());
    return answer(() -> {
      FileFacts facts = files.facts(path);
      return new FsGetMetadataResponse(
          facts.isDirectory(),
          facts.isFile(),
          facts.isSymlink(),
          facts.createdAtMs(),
          facts.modifiedAtMs());
    });
  }

  public Reply<FsReadDirectoryResponse> readDirectory(
      FsReadDirectoryParams params, RequestContext context) {
    Path path = AbsolutePath.of(params.path());
    return answer(() -> {
      List<FsReadDirectoryEntry> entries = new ArrayList<>();
      files
          .entries(path)
          .forEach((name, facts) ->
              entries.add(new FsReadDirectoryEntry(name, facts.isDirectory(), facts.isFile())));
      return new FsReadDirectoryResponse(entries);
    });
  }

  public Reply<FsRemoveResponse> remove(FsRemoveParams params, RequestContext context) {
    Path path = AbsolutePath.of(params.path());
    return answer(() -> {
      files.remove(path, orTrue(params.recursive()), orTrue(params.force()));
      return new FsRemoveResponse();
    });
  }

  public Reply<FsCopyResponse> copy(FsCopyParams params, RequestContext context) {
    Path source = AbsolutePath.of(params.sourcePath());
    Path destination = AbsolutePath.of(params.destinationPath());
    return answer(() -> {
      files.copy(source, destination, params.recursive());
      return new FsCopyResponse();
    });
  }

  public Reply<FsWatchResponse> watch(FsWatchParams params, RequestContext context) {
    Path path = AbsolutePath.of(params.path());
    ClientConnection client = context.connection();
    return answer(() -> {
      Path watched =
          watches.watch(params.watchId(), path, changed -> tell(client, params.watchId(), changed));
      return new FsWatchResponse(watched.toString());
    });
  }

  public Reply<FsUnwatchResponse> unwatch(FsUnwatchParams params, RequestContext context) {
    watches.unwatch(params.watchId());
    return Reply.of(new FsUnwatchResponse());
  }

  private static void tell(ClientConnection client, String watchId, List<Path> changed) {
    try {
      client.awaitRoom(); // meanwhile changes of a path become one
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.notify(
        ServerNotifications.FS_CHANGED,
        new FsChangedNotification(watchId, changed.stream().map(Path::toString).toList()));
  }

  private static boolean orTrue(@Nullable Boolean given) {
    return given == null || given;
  }

  private static byte[] content(String base64) {
    try {
      return Base64Text.decode(base64);
    } catch (IllegalArgumentException e) {
      throw RpcException.invalidRequest(
          ErrorKind.INVALID_PARAMS,
          "fs/writeFile requires valid base64 dataBase64: " + e.getMessage());
    }
  }

  /** Something done with files. */
  @FunctionalInterface
  private interface Work<R> {
    R run() throws IOException, FileRefusedException;
  }

  private static <R> Reply<R> answer(Work<R> work) {
    try {
      return Reply.of(work.run());
    } catch (FileRefusedException e) {
      throw RpcException.invalidRequest(ErrorKind.INVALID_PARAMS, e.reason());
    } catch (IOException e) {
      throw RpcException.of(RpcException.INTERNAL, ErrorKind.FILE_FAILURE, OsErrors.message(e));
    }
  }
}
