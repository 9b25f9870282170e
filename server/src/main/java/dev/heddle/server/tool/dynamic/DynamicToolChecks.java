package dev.heddle.server.tool.dynamic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.DynamicToolNamespaceTool;
import dev.heddle.protocol.v2.DynamicToolSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the tools of a client must be like for a model to be offered them.
 *
 * <p><b>Errors:</b> an invalid request, in the words of Codex, for the first that is not.
 */
public final class DynamicToolChecks {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_NAMESPACE = 64;
  private static final int LONGEST_DESCRIPTION = 1024;

  /** Names that the Responses API keeps for what it brings itself. */
  private static final Set<String> RESERVED_NAMESPACES =
      Set.of(
          "api_tool",
          "browser",
          "computer",
          "container",
          "file_search",
          "functions",
          "image_gen",
          "multi_tool_use",
          "python",
          "python_user_visible",
          "submodel_delegator",
          "terminal",
          "tool_search",
          "web");

  private DynamicToolChecks() {}

  /** Refuses tools that no model can be offered. */
  public static void check(List<DynamicToolSpec> tools) {
    Set<String> names = new HashSet<>();
    Set<String> namespaces = new HashSet<>();
    for (DynamicToolSpec tool : tools) {
      switch (tool) {
        case DynamicToolSpec.Function function -> {
          checkTool(function.name(), function.inputSchema());
          if (!names.add(function.name())) {
            throw refused("duplicate dynamic tool name: " + function.name());
          }
          if (function.deferLoading()) {
            throw refused("deferred dynamic tool must include a namespace: " + function.name());
          }
        }
        case DynamicToolSpec.Namespace namespace -> {
          checkNamespace(namespace);
          if (!namespaces.add(namespace.name())) {
            throw refused("duplicate dynamic tool namespace: " + namespace.name());
          }
        }
      }
    }
  }

  private static void checkNamespace(DynamicToolSpec.Namespace namespace) {
    String name = namespace.name();
    checkName("dynamic tool namespace", name, LONGEST_NAMESPACE);
    if (RESERVED_NAMESPACES.contains(name)) {
      throw refused(
          "dynamic tool namespace collides with a reserved Responses API namespace: " + name);
    }
    if (codePoints(namespace.description()) > LONGEST_DESCRIPTION) {
      throw refused(
          "dynamic tool namespace description must be at most "
              + LONGEST_DESCRIPTION
              + " characters");
    }
    if (namespace.tools().isEmpty()) {
      throw refused("dynamic tool namespace must contain at least one tool: " + name);
    }
    Set<String> names = new HashSet<>();
    for (DynamicToolNamespaceTool tool : namespace.tools()) {
      switch (tool) {
        case DynamicToolNamespaceTool.Function function -> {
          checkTool(function.name(), function.inputSchema());
          if (!names.add(function.name())) {
            throw refused(
                "duplicate dynamic tool name in namespace " + name + ": " + function.name());
          }
        }
      }
    }
  }

  private static void checkTool(String name, JsonElement schema) {
    checkName("dynamic tool name", name, LONGEST_NAME);
    if (schema.isJsonObject() || schema instanceof JsonPrimitive any && any.isBoolean()) {
      return;
    }
    throw refused(
        "dynamic tool input schema is not supported for "
            + name
            + ": "
            + (schema instanceof JsonArray array
                ? "invalid length " + array.size() + ", expected struct JsonSchema with 15 elements"
                : "invalid type: " + kind(schema) + ", expected struct JsonSchema"));
  }

  private static String kind(JsonElement schema) {
    if (!(schema instanceof JsonPrimitive primitive)) {
      return "null";
    }
    return primitive.isString() ? "string " + primitive : "number `" + primitive + "`";
  }

  private static void checkName(String what, String name, int longest) {
    if (name.isEmpty()) {
      throw refused(what + " must not be empty");
    }
    if (!name.equals(name.strip())) {
      throw refused(what + " has leading/trailing whitespace: " + name);
    }
    if (!NAME.matcher(name).matches()) {
      throw refused(what + " must match ^[a-zA-Z0-9_-]+$ to match Responses API: " + name);
    }
    if (name.length() > longest) {
      throw refused(
          what + " must be at most " + longest + " characters to match Responses API: " + name);
    }
    if (name.equals("mcp") || name.startsWith("mcp__")) {
      throw refused(what + " is reserved: " + name);
    }
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  private static RpcException refused(String message) {
    return RpcException.invalidRequest(message);
  }
}
