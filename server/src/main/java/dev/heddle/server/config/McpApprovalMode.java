package dev.heddle.server.config;

/** Whether the user is asked before a tool of an MCP server is called. */
public enum McpApprovalMode implements ConfigWord {
  /** Unless the server says that the tool does no harm. */
  AUTO("auto"),
  /** Always. */
  PROMPT("prompt"),
  /** Unless the server says that the tool only reads. */
  WRITES("writes"),
  /** Never. */
  APPROVE("approve");

  private final String word;

  McpApprovalMode(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
