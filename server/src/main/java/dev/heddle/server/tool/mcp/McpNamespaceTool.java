package dev.heddle.server.tool.mcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.server.mcp.McpException;
import dev.heddle.server.mcp.McpServer;
import dev.heddle.server.mcp.McpState;
import dev.heddle.server.mcp.McpTool;
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
import java.util.Map;
import java.util.TreeMap;

/**
 * The tools of one server during one turn, as a namespace of functions.
 *
 * <p><b>Thread-safety:</b> immutable.
 */
final class McpNamespaceTool implements Tool {
  private static final int INSTRUCTION_CHARS = 16 << 10;

  private final McpServer server;
  private final String namespace;
  private final String description;
  private final Map<String, McpTool> tools; // by the model's name, sorted
  private final McpApproval approval;

  /**
   * The tools that the server has now.
   *
   * @param namespace the model's name of the server
   */
  McpNamespaceTool(McpServer server, McpState state, String namespace, McpApproval approval) {
    this.server = server;
    this.namespace = namespace;
    this.approval = approval;
    this.description =
        Excerpt.of(
            Json.string(
                state.handshake(),
                "instructions",
                "Tools of the MCP server " + server.name() + "."),
            INSTRUCTION_CHARS);
    McpNames names = new McpNames();
    this.tools = new TreeMap<>();
    state.tools().forEach(tool -> tools.put(names.tool(tool.name()), tool));
  }

  @Override
  public JsonObject definition() {
    JsonArray functions = new JsonArray();
    tools.forEach((name, tool) -> functions.add(function(name, tool)));
    JsonObject definition = new JsonObject();
    definition.addProperty("type", "namespace");
    definition.addProperty("name", namespace);
    definition.addProperty("description", description);
    definition.add("tools", functions);
    return definition;
  }

  private static JsonObject function(String name, McpTool tool) {
    JsonObject function = new JsonObject();
    function.addProperty("type", "function");
    function.addProperty("name", name);
    function.addProperty("description", Json.string(tool.description(), "description", ""));
    function.addProperty("strict", false);
    function.add("parameters", parameters(tool));
    return function;
  }

  /** Providers want an object with properties, even if there are none. */
  private static JsonObject parameters(McpTool tool) {
    JsonObject given = Json.object(tool.description(), "inputSchema");
    JsonObject parameters = given == null ? new JsonObject() : given.deepCopy();
    parameters.remove("$schema");
    if (!"object".equals(Json.string(parameters, "type"))) {
      parameters.addProperty("type", "object");
    }
    if (Json.object(parameters, "properties") == null) {
      parameters.add("properties", new JsonObject());
    }
    return parameters;
  }

  @Override
  public boolean answers(ToolCall call) {
    return namespace.equals(call.namespace()) && tools.containsKey(call.name());
  }

  @Override
  public ToolOutput run(ToolCall call, ToolScope scope)
      throws CancelledException, ToolFailedException {
    McpTool tool = tools.get(call.name());
    if (tool == null) {
      throw new ToolFailedException("There is no tool named " + call.name() + ".");
    }
    JsonObject arguments = call.arguments();
    JsonObject begun =
        McpItems.begun(call.callId(), server.name(), tool.name(), arguments, tool.readOnly());
    ToolItem item = scope.begin(begun);
    String refusal = approval.refusal(scope, server.config(), tool, arguments);
    if (refusal != null) {
      return item.complete(
          McpItems.failed(begun, refusal, Duration.ZERO), McpOutput.failed(refusal, Duration.ZERO));
    }
    long started = System.nanoTime();
    try {
      McpWait wait = new McpWait(scope, item.itemId(), server.name());
      JsonObject result =
          wait.await(
              server.callTool(tool.name(), arguments, meta(call, scope), wait),
              server.config().toolTimeout());
      Duration lasted = since(started);
      return item.complete(McpItems.answered(begun, result, lasted), McpOutput.of(result, lasted));
    } catch (McpException e) {
      String problem =
          "tool call failed for `" + server.name() + "/" + tool.name() + "`: " + e.message();
      Duration lasted = since(started);
      return item.complete(
          McpItems.failed(begun, problem, lasted), McpOutput.failed(problem, lasted));
    }
  }

  private static JsonObject meta(ToolCall call, ToolScope scope) {
    JsonObject meta = new JsonObject();
    meta.addProperty("threadId", scope.threadId());
    meta.addProperty("turnId", scope.turnId());
    meta.addProperty("callId", call.callId());
    return meta;
  }

  private static Duration since(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
