package dev.heddle.server.mcp;

import org.jspecify.annotations.Nullable;

/**
 * An MCP server did not do what it was asked for. The message is for people and models. Carries no
 * stack trace: it is an ordinary outcome.
 */
public final class McpException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean wantsLogin;

  /** With what went wrong. */
  public McpException(String message) {
    this(message, false);
  }

  private McpException(String message, boolean wantsLogin) {
    super(message, null, false, false);
    this.wantsLogin = wantsLogin;
  }

  /** It wants to know who asks, which nobody can say here. */
  static McpException login(String message) {
    return new McpException(message, true);
  }

  /** The reason why a call has failed. */
  public static McpException of(@Nullable Throwable cause) {
    return cause instanceof McpException known ? known : new McpException(String.valueOf(cause));
  }

  /** What went wrong. */
  public String message() {
    return String.valueOf(getMessage());
  }

  /** Whether it wants to know who asks. */
  boolean wantsLogin() {
    return wantsLogin;
  }
}
