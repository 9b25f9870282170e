package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths of clients that have to say all of where something is. */
final class AbsolutePath {
  private AbsolutePath() {}

  /**
   * The path that a client gave.
   *
   * @throws RpcException in the peer's words, when it is relative or no path at all
   */
  static Path of(String given) {
    Path path;
    try {
      path = Path.of(given);
    } catch (InvalidPathException e) {
      throw refused(e.getReason());
    }
    if (!path.isAbsolute()) {
      throw refused("AbsolutePathBuf deserialized without a base path");
    }
    return path;
  }

  private static RpcException refused(String problem) {
    return RpcException.invalidRequest(ErrorKind.INVALID_PARAMS, "Invalid request: " + problem);
  }
}
