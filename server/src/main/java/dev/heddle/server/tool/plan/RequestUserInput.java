package dev.heddle.server.tool.plan;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ServerRequests;
import dev.heddle.protocol.v2.ThreadActiveFlag;
import dev.heddle.protocol.v2.ToolRequestUserInputOption;
import dev.heddle.protocol.v2.ToolRequestUserInputParams;
import dev.heddle.protocol.v2.ToolRequestUserInputQuestion;
import dev.heddle.protocol.v2.ToolRequestUserInputResponse;
import dev.heddle.server.connection.ClientAnswer;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code request_user_input}: a few questions to the user, with answers to choose from. The turn
 * waits; a client that refuses or answers something else gives no answer.
 *
 * <p><b>Thread-safety:</b> no state.
 */
final class RequestUserInput implements Tool {
  private static final JsonObject DEFINITION =
      JsonParser.parseString(
              """
              {"type":"function","name":"request_user_input",
               "description":"Asks the user up to three short questions and waits for the answers. \
              The user can always answer in own words, so do not offer that.",
               "strict":false,
               "parameters":{"type":"object","additionalProperties":false,"required":["questions"],
                "properties":{"questions":{"type":"array","minItems":1,"maxItems":3,
                 "items":{"type":"object","additionalProperties":false,
                  "required":["id","header","question","options"],
                  "properties":{
                   "id":{"type":"string","description":"Names the question in the answers."},
                   "header":{"type":"string","description":"One or two words above it."},
                   "question":{"type":"string","description":"One sentence."},
                   "options":{"type":"array","minItems":2,"maxItems":3,
                    "description":"Answers that exclude one another, the best first.",
                    "items":{"type":"object","additionalProperties":false,
                     "required":["label","description"],
                     "properties":{
                      "label":{"type":"string","description":"A few words."},
                      "description":{"type":"string","description":"What it leads to."}}}}}}}}}}
              """)
          .getAsJsonObject();

  @Override
  public JsonObject definition() {
    return DEFINITION;
  }

  @Override
  public ToolOutput run(ToolCall call, ToolScope scope)
      throws CancelledException, ToolFailedException {
    List<ToolRequestUserInputQuestion> questions = questions(call.arguments());
    ToolRequestUserInputParams params =
        new ToolRequestUserInputParams(
            scope.threadId(), scope.turnId(), call.callId(), questions, true, null);
    ClientAnswer<ToolRequestUserInputResponse> answer;
    try (var waiting = scope.waiting(ThreadActiveFlag.WAITING_ON_USER_INPUT)) {
      answer = scope.ask(ServerRequests.ITEM_TOOL_REQUEST_USER_INPUT, params);
    }
    return answer instanceof ClientAnswer.Answered<ToolRequestUserInputResponse> given
        ? ToolOutput.text(WireJson.toTree(given.result()).toString())
        : ToolOutput.failure(
            WireJson.toTree(new ToolRequestUserInputResponse(Map.of())).toString());
  }

  private static List<ToolRequestUserInputQuestion> questions(JsonObject arguments)
      throws ToolFailedException {
    if (!(arguments.get("questions") instanceof JsonArray given) || given.isEmpty()) {
      throw new ToolFailedException("There are no questions: give a list of them.");
    }
    List<ToolRequestUserInputQuestion> questions = new ArrayList<>();
    for (JsonElement element : given) {
      JsonObject question = element instanceof JsonObject object ? object : new JsonObject();
      questions.add(
          new ToolRequestUserInputQuestion(
              text(question, "id"),
              text(question, "header"),
              text(question, "question"),
              true,
              false,
              options(question)));
    }
    return questions;
  }

  private static List<ToolRequestUserInputOption> options(JsonObject question)
      throws ToolFailedException {
    List<ToolRequestUserInputOption> options = new ArrayList<>();
    for (JsonElement element : Json.array(question, "options")) {
      JsonObject option = element instanceof JsonObject object ? object : new JsonObject();
      options.add(
          new ToolRequestUserInputOption(
              text(option, "label"), Json.string(option, "description", "")));
    }
    if (options.isEmpty()) {
      throw new ToolFailedException("Every question needs options to choose from.");
    }
    return options;
  }

  private static String text(JsonObject object, String member) throws ToolFailedException {
    String text = Json.string(object, member);
    if (text == null) {
      throw new ToolFailedException("A question or an option lacks its " + member + ".");
    }
    return text;
  }
}
