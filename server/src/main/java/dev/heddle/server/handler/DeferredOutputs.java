package dev.heddle.server.handler;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.CommandExecutionStatus;
import dev.heddle.protocol.v2.McpToolCallResult;
import dev.heddle.protocol.v2.McpToolCallStatus;
import dev.heddle.protocol.v2.ThreadItem;
import dev.heddle.protocol.v2.ThreadItemOutputDeferral;
import dev.heddle.server.rollout.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items without the outputs that a client fetches when it shows them, with {@code
 * thread/items/read}. Only what went well is left out, so that nobody overlooks a failure.
 */
final class DeferredOutputs {
  private DeferredOutputs() {}

  /** The item without its output; null when that is not to be left out, or there is none. */
  static @Nullable ThreadItem without(ThreadItem item, ThreadItemOutputDeferral deferred) {
    return switch (item) {
      case ThreadItem.CommandExecution command
          when deferred.commandExecution()
              && command.status() == CommandExecutionStatus.COMPLETED
              && command.aggregatedOutput() != null
              && !command.aggregatedOutput().isEmpty() ->
          new ThreadItem.CommandExecution(
              command.id(),
              command.pluginId(),
              command.scriptPath(),
              command.command(),
              command.cwd(),
              command.processId(),
              command.source(),
              command.status(),
              command.commandActions(),
              null,
              command.exitCode(),
              command.durationMs(),
              command.startedAtMs(),
              command.completedAtMs());
      case ThreadItem.McpToolCall call
          when deferred.mcpToolCall()
              && call.status() == McpToolCallStatus.COMPLETED
              && isPlainText(call.result()) ->
          new ThreadItem.McpToolCall(
              call.id(),
              call.server(),
              call.tool(),
              call.status(),
              call.arguments(),
              call.appContext(),
              call.mcpAppResourceUri(),
              call.mcpAppUi(),
              call.pluginId(),
              call.readOnlyHint(),
              new McpToolCallResult(List.of(), null, null),
              call.error(),
              call.durationMs(),
              call.startedAtMs(),
              call.completedAtMs());
      default -> null;
    };
  }

  /** Whether the result is text, and nothing that a client would have to know before it asks. */
  private static boolean isPlainText(@Nullable McpToolCallResult result) {
    return result != null
        && result.structuredContent() == null
        && result.meta() == null
        && result.content().stream().allMatch(DeferredOutputs::isTextAlone)
        && result.content().stream()
            .anyMatch(block -> !Json.string(block.getAsJsonObject(), "text", "").isEmpty());
  }

  private static boolean isTextAlone(JsonElement block) {
    return block instanceof JsonObject members
        && members.size() == 2
        && "text".equals(Json.string(members, "type"))
        && Json.string(members, "text") != null;
  }
}
