package dev.heddle.server.tool.mcp;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names that models can use for names that servers chose: of certain letters only, not too long,
 * and each once. Used by one thread.
 */
final class McpNames {
  private static final String PREFIX = "mcp__";
  private static final int NAMESPACE_CHARS = 64;
  private static final int TOOL_CHARS = 128;
  private static final int MARK_CHARS = 9;

  private final Set<String> taken = new HashSet<>();

  /** The namespace of a server. */
  String namespace(String server) {
    return unique(PREFIX + cleaned(server), PREFIX + server, NAMESPACE_CHARS);
  }

  /** The name of a tool; the names of each server are an object of this class. */
  String tool(String name) {
    return unique(cleaned(name), name, TOOL_CHARS);
  }

  private static String cleaned(String name) {
    return name.replaceAll("[^a-zA-Z0-9_-]", "_");
  }

  /** What is too long or taken gets a mark that follows from what it was made from. */
  private String unique(String name, String origin, int maxChars) {
    if (name.length() <= maxChars && taken.add(name)) {
      return name;
    }
    String mark = String.format(Locale.ROOT, "_%08x", origin.hashCode());
    String marked = name.substring(0, Math.min(name.length(), maxChars - MARK_CHARS)) + mark;
    for (int i = 2; !taken.add(marked); i++) {
      marked =
          marked.substring(0, marked.length() - MARK_CHARS)
              + String.format(Locale.ROOT, "_%08x", (origin + i).hashCode());
    }
    return marked;
  }
}
