package dev.heddle.server.thread;

import dev.heddle.protocol.rpc.RpcException;

/** A conversation that no model takes and that memory cannot hold. */
public final class ConversationTooLongException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConversationTooLongException() {
    super(
        "the conversation is longer than what can be sent to a model; compact or fork the thread");
  }

  /** What a request is told that needs the conversation. */
  public RpcException refusal() {
    return RpcException.invalidRequest(String.valueOf(getMessage()));
  }
}
