package dev.heddle.server.mcp;

/** The lists of what a server has to read. */
public enum McpResources {
  RESOURCES("resources/list", "resources"),
  TEMPLATES("resources/templates/list", "resourceTemplates");

  private final String method;
  private final String member;

  McpResources(String method, String member) {
    this.method = method;
    this.member = member;
  }

  String method() {
    return method;
  }

  /** The member that holds the entries, in MCP and on our wire. */
  public String member() {
    return member;
  }
}
