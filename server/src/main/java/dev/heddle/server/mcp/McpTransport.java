package dev.heddle.server.mcp;

import com.google.gson.JsonObject;

/**
 * Carries messages to one MCP server and from it, for one session.
 *
 * <p><b>Thread-safety:</b> thread-safe; no method blocks.
 */
interface McpTransport {
  /** Takes what a server says. Called by threads of the transport; must not block. */
  interface Receiver {
    /** A message. */
    void received(JsonObject message);

    /** There will be no answer to the request with this id. */
    void unanswered(long id, McpException why);

    /** There will be no further message. Later calls of anything are of no matter. */
    void ended(McpException why);
  }

  /**
   * Sends a message.
   *
   * @throws McpException when it cannot be sent
   */
  void send(JsonObject message) throws McpException;

  /** The handshake is over: the server speaks this version of the protocol. */
  default void agreedOn(String protocolVersion) {}

  /** Nobody waits for the answer to this request any more. */
  default void forget(long id) {}

  /** Ends it; what is on the way is lost. */
  void close();
}
