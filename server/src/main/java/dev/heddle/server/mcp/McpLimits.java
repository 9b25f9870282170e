package dev.heddle.server.mcp;

/** How much an MCP server may say, and be told. */
final class McpLimits {
  /** Of one message: a line, an event or a body. */
  static final int MESSAGE_BYTES = 8 << 20;

  /** Messages that wait to be sent. */
  static final int UNSENT_MESSAGES = 256;

  /** Requests that wait for an answer, and answers that wait to be asked for. */
  static final int OPEN_REQUESTS = 256;

  /** Pages of one list. */
  static final int PAGES = 100;

  /** Entries of one list; those behind are left out. */
  static final int ENTRIES = 1000;

  /** Characters of what one server says of its tools; those behind are left out. */
  static final int TOOL_CHARS = 1 << 20;

  /** Characters of what it says of how to use it. */
  static final int INSTRUCTION_CHARS = 16 << 10;

  private McpLimits() {}
}
