package dev.heddle.server.tool.dynamic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.heddle.protocol.v2.DynamicToolCallParams;
import dev.heddle.protocol.v2.DynamicToolCallResponse;
import dev.heddle.protocol.v2.DynamicToolNamespaceTool;
import dev.heddle.protocol.v2.DynamicToolSpec;
import dev.heddle.protocol.v2.ServerRequests;
import dev.heddle.server.connection.ClientAnswer;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.rollout.ItemDuration;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolItem;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import java.time.Duration;

/**
 * A function of the client, or a namespace of them. A call is put to the clients of the thread; the
 * first answer counts.
 *
 * <p>A function that is to be loaded later is offered at once: there is no search to find it by.
 *
 * <p><b>Thread-safety:</b> immutable.
 */
record DynamicTool(DynamicToolSpec spec) implements Tool {
  @Override
  public JsonObject definition() {
    return switch (spec) {
      case DynamicToolSpec.Function function ->
          function(function.name(), function.description(), function.inputSchema());
      case DynamicToolSpec.Namespace namespace -> {
        JsonArray tools = new JsonArray();
        for (DynamicToolNamespaceTool tool : namespace.tools()) {
          switch (tool) {
            case DynamicToolNamespaceTool.Function inner ->
                tools.add(function(inner.name(), inner.description(), inner.inputSchema()));
          }
        }
        JsonObject definition = new JsonObject();
        definition.addProperty("type", "namespace");
        definition.addProperty("name", namespace.name());
        definition.addProperty("description", namespace.description());
        definition.add("tools", tools);
        yield definition;
      }
    };
  }

  private static JsonObject function(String name, String description, JsonElement schema) {
    JsonObject definition = new JsonObject();
    definition.addProperty("type", "function");
    definition.addProperty("name", name);
    definition.addProperty("description", description);
    definition.addProperty("strict", false);
    definition.add("parameters", schema.isJsonObject() ? schema : new JsonObject());
    return definition;
  }

  @Override
  public boolean answers(ToolCall call) {
    return switch (spec) {
      case DynamicToolSpec.Function function ->
          call.namespace() == null && call.name().equals(function.name());
      case DynamicToolSpec.Namespace namespace ->
          namespace.name().equals(call.namespace())
              && namespace.tools().stream()
                  .anyMatch(tool ->
                      switch (tool) {
                        case DynamicToolNamespaceTool.Function inner ->
                            inner.name().equals(call.name());
                      });
    };
  }

  @Override
  public ToolOutput run(ToolCall call, ToolScope scope)
      throws CancelledException, ToolFailedException {
    JsonElement arguments = arguments(call);
    ToolItem item = scope.begin(begun(call, arguments));
    ClientAnswer<DynamicToolCallResponse> answer;
    try {
      answer =
          scope.ask(
              ServerRequests.ITEM_TOOL_CALL,
              new DynamicToolCallParams(
                  scope.threadId(),
                  scope.turnId(),
                  call.callId(),
                  call.namespace(),
                  call.name(),
                  arguments));
    } catch (CancelledException e) {
      item.complete(ended(call, arguments, item, scope, DynamicResult.NONE));
      throw e;
    }
    DynamicResult result = DynamicResult.of(answer);
    return item.complete(ended(call, arguments, item, scope, result), result.output());
  }

  private static JsonElement arguments(ToolCall call) throws ToolFailedException {
    try {
      return JsonParser.parseString(call.input().isBlank() ? "{}" : call.input());
    } catch (JsonParseException e) {
      throw new ToolFailedException("The arguments are not valid JSON: " + e.getMessage());
    }
  }

  private static JsonObject begun(ToolCall call, JsonElement arguments) {
    JsonObject item = new JsonObject();
    item.addProperty("type", "DynamicToolCall");
    item.addProperty("id", call.callId());
    if (call.namespace() != null) {
      item.addProperty("namespace", call.namespace());
    }
    item.addProperty("tool", call.name());
    item.add("arguments", arguments);
    item.addProperty("status", "in_progress");
    return item;
  }

  private static JsonObject ended(
      ToolCall call, JsonElement arguments, ToolItem item, ToolScope scope, DynamicResult result) {
    Duration lasted = Duration.ofMillis(scope.clock().millis() - item.startedAtMs());
    JsonObject ended = begun(call, arguments);
    ended.addProperty("status", result.success() ? "completed" : "failed");
    ended.add("content_items", result.stored());
    ended.addProperty("success", result.success());
    ended.add("duration", ItemDuration.of(lasted));
    return ended;
  }
}
