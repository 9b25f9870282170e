package dev.heddle.protocol.rpc;

import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;

/** The receiver of what was wrong with single lines, which the connection answers and survives. */
@FunctionalInterface
public interface LineFaults {
  /**
   * One line could not become a message, or its consumer failed. Called on the reading thread,
   * between messages, in the order of the lines.
   *
   * @param id the id of the request that the line most likely was, with its type; null when it
   *     cannot be told
   * @param fault the error to answer with
   */
  void report(@Nullable Either<String, Number> id, RpcException fault);
}
