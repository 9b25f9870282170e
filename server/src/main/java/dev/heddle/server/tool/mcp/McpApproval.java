package dev.heddle.server.tool.mcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.protocol.v2.McpServerElicitationAction;
import dev.heddle.protocol.v2.McpServerElicitationRequestParams;
import dev.heddle.protocol.v2.McpServerElicitationRequestResponse;
import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.server.config.McpApprovalMode;
import dev.heddle.server.config.McpServerConfig;
import dev.heddle.server.connection.ClientAnswer;
import dev.heddle.server.log.Log;
import dev.heddle.server.mcp.McpTool;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.ToolScope;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a tool may be called, and asks the user where that is needed.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class McpApproval {
  private static final Log LOG = Log.of(McpApproval.class);
  private static final String SESSION = "session";
  private static final String ALWAYS = "always";

  private final McpGrants grants;
  private final Duration patience;

  /**
   * @param patience how long a question to the user waits; zero to wait for ever
   */
  McpApproval(McpGrants grants, Duration patience) {
    this.grants = grants;
    this.patience = patience;
  }

  /** Why the tool is not called; null when it may be. */
  @Nullable String refusal(
      ToolScope scope, McpServerConfig server, McpTool tool, JsonObject arguments)
      throws CancelledException {
    McpApprovalMode mode = server.mode(tool.name());
    TurnSettings settings = scope.settings();
    if (!needed(mode, tool)
        || hasFullAccess(settings)
        || (mode == McpApprovalMode.AUTO
            && grants.allows(scope.threadId(), server.name(), tool.name()))) {
      return null;
    }
    if (settings.approvalPolicy() instanceof AskForApproval.Never) {
      return "MCP tool call requires approval, but approval policy is never";
    }
    return ask(scope, server.name(), tool, arguments, mode == McpApprovalMode.AUTO);
  }

  /** Whether anybody has to allow it, by what the server says of it: what it leaves out is bad. */
  static boolean needed(McpApprovalMode mode, McpTool tool) {
    boolean readOnly = Boolean.TRUE.equals(tool.readOnly());
    return switch (mode) {
      case APPROVE -> false;
      case PROMPT -> true;
      case WRITES -> !readOnly;
      case AUTO ->
          !readOnly
              && !(Boolean.FALSE.equals(tool.destructive())
                  && Boolean.FALSE.equals(tool.openWorld()));
    };
  }

  private static boolean hasFullAccess(TurnSettings settings) {
    return settings.approvalPolicy() instanceof AskForApproval.Never
        && (settings.sandboxPolicy() instanceof SandboxPolicy.DangerFullAccess
            || settings.sandboxPolicy() instanceof SandboxPolicy.ExternalSandbox);
  }

  private @Nullable String ask(
      ToolScope scope, String server, McpTool tool, JsonObject arguments, boolean keepable)
      throws CancelledException {
    JsonObject schema = new JsonObject();
    schema.addProperty("type", "object");
    schema.add("properties", new JsonObject());
    ClientAnswer<McpServerElicitationRequestResponse> answer =
        McpElicitation.decided(
            scope,
            new McpServerElicitationRequestParams.Form(
                scope.threadId(),
                scope.turnId(),
                server,
                meta(server, tool, arguments, keepable),
                "Allow the " + server + " MCP server to run tool \"" + tool.name() + "\"?",
                schema),
            patience);
    if (answer instanceof ClientAnswer.Cancelled) {
      return "nobody allowed the MCP tool call in time";
    }
    if (!(answer instanceof ClientAnswer.Answered<McpServerElicitationRequestResponse> given)
        || given.result().action() == McpServerElicitationAction.DECLINE) {
      return "user rejected MCP tool call";
    }
    if (given.result().action() == McpServerElicitationAction.CANCEL) {
      return "user cancelled MCP tool call";
    }
    if (keepable) {
      remember(scope, server, tool, given.result().meta());
    }
    return null;
  }

  private JsonObject meta(String server, McpTool tool, JsonObject arguments, boolean keepable) {
    JsonObject meta = new JsonObject();
    meta.addProperty("codex_approval_kind", "mcp_tool_call");
    if (keepable) {
      JsonArray persist = new JsonArray();
      persist.add(SESSION);
      if (grants.canKeep(server)) {
        persist.add(ALWAYS);
      }
      meta.add("persist", persist);
    }
    meta.addProperty("tool_name", tool.name());
    JsonObject said = tool.description();
    copy(said, "title", meta, "tool_title");
    copy(said, "annotations", meta, "tool_annotations");
    copy(said, "description", meta, "tool_description");
    meta.add("tool_params", arguments);
    JsonArray shown = new JsonArray();
    arguments
        .asMap()
        .forEach((name, value) -> {
          JsonObject param = new JsonObject();
          param.addProperty("name", name);
          param.add("value", value);
          param.addProperty("display_name", name);
          shown.add(param);
        });
    meta.add("tool_params_display", shown);
    return meta;
  }

  private static void copy(JsonObject from, String member, JsonObject to, String name) {
    JsonElement value = from.get(member);
    if (value != null && !value.isJsonNull()) {
      to.add(name, value);
    }
  }

  private void remember(ToolScope scope, String server, McpTool tool, @Nullable JsonElement meta) {
    switch (meta instanceof JsonObject said ? Json.string(said, "persist", "") : "") {
      case SESSION -> grants.allowInThread(scope.threadId(), server, tool.name());
      case ALWAYS -> {
        try {
          if (grants.canKeep(server)) {
            grants.allowForEver(server, tool.name());
          } else {
            grants.allowInThread(scope.threadId(), server, tool.name());
          }
        } catch (IOException e) {
          LOG.warn("an approval could not be stored", e);
          scope.warn("The approval could not be saved. It holds until the server ends.");
        }
      }
      default -> {
        // For this once.
      }
    }
  }
}
