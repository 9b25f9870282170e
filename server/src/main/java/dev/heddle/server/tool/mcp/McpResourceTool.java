package dev.heddle.server.tool.mcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.mcp.McpException;
import dev.heddle.server.mcp.McpResources;
import dev.heddle.server.mcp.McpServer;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.tool.Excerpt;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolItem;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What a model may do with the resources of servers: list them, list their templates, read one.
 *
 * <p><b>Thread-safety:</b> immutable.
 */
final class McpResourceTool implements Tool {
  /** In items, of what is no server's: lists of all. */
  private static final String ALL = "codex";

  private final String name;
  private final JsonObject definition;
  private final @Nullable McpResources list; // null to read one
  private final List<McpServer> servers;

  private McpResourceTool(
      String name,
      String description,
      String properties,
      String required,
      @Nullable McpResources list,
      List<McpServer> servers) {
    this.name = name;
    this.list = list;
    this.servers = servers;
    this.definition = new JsonObject();
    definition.addProperty("type", "function");
    definition.addProperty("name", name);
    definition.addProperty("description", description);
    definition.addProperty("strict", false);
    definition.add(
        "parameters",
        JsonParser.parseString(
            "{\"type\":\"object\",\"properties\":{"
                + properties
                + "},\"required\":["
                + required
                + "],\"additionalProperties\":false}"));
  }

  /** All three, for these servers. */
  static List<Tool> of(List<McpServer> servers) {
    String server =
        "\"server\":{\"type\":\"string\",\"description\":\"Name of a server; all when left out.\"}";
    return List.of(
        new McpResourceTool(
            "list_mcp_resources",
            "Lists what the MCP servers have to read, such as files and tables, each with its URI.",
            server,
            "",
            McpResources.RESOURCES,
            servers),
        new McpResourceTool(
            "list_mcp_resource_templates",
            "Lists the templates of URIs of what the MCP servers have to read.",
            server,
            "",
            McpResources.TEMPLATES,
            servers),
        new McpResourceTool(
            "read_mcp_resource",
            "Reads one resource of an MCP server.",
            "\"server\":{\"type\":\"string\",\"description\":\"Name of its server.\"},"
                + "\"uri\":{\"type\":\"string\",\"description\":\"Its URI.\"}",
            "\"server\",\"uri\"",
            null,
            servers));
  }

  @Override
  public JsonObject definition() {
    return definition;
  }

  @Override
  public ToolOutput run(ToolCall call, ToolScope scope)
      throws CancelledException, ToolFailedException {
    JsonObject arguments = call.arguments();
    String named = Json.string(arguments, "server");
    McpServer server = named == null ? null : server(named);
    JsonObject begun =
        McpItems.begun(call.callId(), named == null ? ALL : named, name, arguments, null);
    ToolItem item = scope.begin(begun);
    long started = System.nanoTime();
    try {
      String text = apart(scope, () -> answer(server, arguments)).toString();
      JsonObject part = new JsonObject();
      part.addProperty("type", "text");
      part.addProperty("text", text);
      JsonArray content = new JsonArray();
      content.add(part);
      JsonObject result = new JsonObject();
      result.add("content", content);
      return item.complete(
          McpItems.answered(begun, result, since(started)),
          ToolOutput.text(Excerpt.of(text, McpOutput.TEXT_CHARS)));
    } catch (McpException e) {
      String problem = name + " failed: " + e.message();
      return item.complete(
          McpItems.failed(begun, problem, since(started)), ToolOutput.failure(problem));
    }
  }

  private McpServer server(String named) throws ToolFailedException {
    return servers.stream()
        .filter(each -> each.name().equals(named))
        .findFirst()
        .orElseThrow(() -> new ToolFailedException("unknown MCP server '" + named + "'"));
  }

  private JsonObject answer(@Nullable McpServer server, JsonObject arguments) throws McpException {
    JsonObject answer = new JsonObject();
    if (server != null) {
      answer.addProperty("server", server.name());
    }
    if (list != null) {
      JsonArray entries = new JsonArray();
      for (McpServer each : server == null ? servers : List.of(server)) {
        add(each, server != null, entries);
      }
      answer.add(list.member(), entries);
      return answer;
    }
    String uri = Json.string(arguments, "uri");
    if (server == null || uri == null) {
      throw new McpException("it needs a server and a URI");
    }
    answer.addProperty("uri", uri);
    answer.add("contents", Json.array(server.readResource(uri), "contents"));
    return answer;
  }

  /** Of all servers, those that fail are left out. */
  private void add(McpServer each, boolean alone, JsonArray entries) throws McpException {
    if (list == null) {
      return;
    }
    try {
      for (JsonObject entry : each.list(list)) {
        JsonObject named = new JsonObject();
        named.add("server", new JsonPrimitive(each.name()));
        entry.asMap().forEach(named::add);
        entries.add(named);
      }
    } catch (McpException e) {
      if (alone) {
        throw e;
      }
    }
  }

  /** Something that a server is asked for. */
  @FunctionalInterface
  private interface Request {
    JsonObject answer() throws McpException;
  }

  /** Waits for the server on a thread of its own, so that the turn can stop meanwhile. */
  private static JsonObject apart(ToolScope scope, Request request)
      throws McpException, CancelledException {
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    Thread asking =
        Thread.ofVirtual()
            .name("heddle-mcp-resource")
            .start(() -> {
              try {
                answer.complete(request.answer());
              } catch (McpException | RuntimeException | Error e) {
                answer.completeExceptionally(e);
              }
            });
    Runnable stop =
        () -> {
          asking.interrupt(); // which the server is told of
          answer.completeExceptionally(new McpException("interrupted"));
        };
    try (var cancelled = scope.cancellation().onCancel(stop)) {
      return answer.join();
    } catch (CompletionException e) {
      scope.cancellation().check();
      throw McpException.of(e.getCause());
    }
  }

  private static Duration since(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
