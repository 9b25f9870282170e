package dev.heddle.server.tool.mcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.protocol.v2.McpServerElicitationAction;
import dev.heddle.protocol.v2.McpServerElicitationRequestParams;
import dev.heddle.protocol.v2.McpServerElicitationRequestResponse;
import dev.heddle.protocol.v2.ServerRequests;
import dev.heddle.protocol.v2.ThreadActiveFlag;
import dev.heddle.server.connection.ClientAnswer;
import dev.heddle.server.mcp.McpQuestion;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.tool.ToolScope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Puts the questions of a server to the clients of the thread, and brings back the answer. */
final class McpElicitation {
  private McpElicitation() {}

  /**
   * Asks, unless nobody is to be asked.
   *
   * @throws CancelledException when the turn is to stop; the server is told
   */
  static void put(ToolScope scope, String server, McpQuestion question) throws CancelledException {
    McpServerElicitationRequestParams params = params(scope, server, question.params());
    if (params == null || !isAllowed(scope.settings().approvalPolicy())) {
      question.decline();
      return;
    }
    ClientAnswer<McpServerElicitationRequestResponse> answer;
    try {
      answer = ask(scope, params);
    } catch (CancelledException e) {
      question.answer().accept(action("cancel"));
      throw e;
    }
    if (answer instanceof ClientAnswer.Answered<McpServerElicitationRequestResponse> given) {
      question.answer().accept(result(given.result()));
    } else {
      question.decline();
    }
  }

  /**
   * Asks the clients what only the user may decide; the thread waits for that meanwhile.
   *
   * @param patience see {@link ToolScope#askForDecision}
   */
  static ClientAnswer<McpServerElicitationRequestResponse> decided(
      ToolScope scope, McpServerElicitationRequestParams params, Duration patience)
      throws CancelledException {
    try (var waiting = scope.waiting(ThreadActiveFlag.WAITING_ON_APPROVAL)) {
      return scope.askForDecision(ServerRequests.MCP_SERVER_ELICITATION_REQUEST, params, patience);
    }
  }

  private static ClientAnswer<McpServerElicitationRequestResponse> ask(
      ToolScope scope, McpServerElicitationRequestParams params) throws CancelledException {
    try (var waiting = scope.waiting(ThreadActiveFlag.WAITING_ON_APPROVAL)) {
      return scope.ask(ServerRequests.MCP_SERVER_ELICITATION_REQUEST, params);
    }
  }

  private static boolean isAllowed(AskForApproval policy) {
    return switch (policy) {
      case AskForApproval.Never never -> false;
      case AskForApproval.Granular granular -> granular.mcpElicitations();
      case AskForApproval.OnRequest onRequest -> true;
      case AskForApproval.Untrusted untrusted -> true;
    };
  }

  /** Null for a question that cannot be put. */
  private static @Nullable McpServerElicitationRequestParams params(
      ToolScope scope, String server, JsonObject asked) {
    String message = Json.string(asked, "message");
    JsonElement meta = asked.get("_meta");
    if (message == null) {
      return null;
    }
    if (Json.string(asked, "mode", "form").equals("url")) {
      String url = Json.string(asked, "url");
      String id = Json.string(asked, "elicitationId");
      return url == null || id == null
          ? null
          : new McpServerElicitationRequestParams.Url(
              scope.threadId(), scope.turnId(), server, meta, message, url, id);
    }
    JsonObject schema = Json.object(asked, "requestedSchema");
    return schema == null
        ? null
        : new McpServerElicitationRequestParams.Form(
            scope.threadId(), scope.turnId(), server, meta, message, schema);
  }

  private static JsonObject result(McpServerElicitationRequestResponse response) {
    if (response.action() != McpServerElicitationAction.ACCEPT) {
      return action(response.action() == McpServerElicitationAction.DECLINE ? "decline" : "cancel");
    }
    JsonObject accepted = action("accept");
    JsonElement content = response.content();
    accepted.add("content", content instanceof JsonObject ? content : new JsonObject());
    if (response.meta() != null && !response.meta().isJsonNull()) {
      accepted.add("_meta", response.meta());
    }
    return accepted;
  }

  private static JsonObject action(String word) {
    JsonObject action = new JsonObject();
    action.addProperty("action", word);
    return action;
  }
}
