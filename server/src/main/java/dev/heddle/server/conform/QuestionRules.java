package dev.heddle.server.conform;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.conform.stage.Json;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * Questions of the server to the client. A server that asks none, because it runs no tools, passes
 * over them.
 */
final class QuestionRules {
  private static final String TOOL =
      "dynamicTools:[{type:'function',name:'lookup',description:'Looks up.',"
          + "inputSchema:{type:'object',properties:{key:{type:'string'}}}}]";

  private QuestionRules() {}

  static Section section() {
    return Section.named("questions", "requests of the server to the client, where it makes any")
        .rule(
            "tool-call",
            "a call of a tool that the client brought is put to the client, and its answer to the"
                + " model",
            bench -> {
              Client client = bench.client();
              Asked asked = toolCall(bench, "lookup {\"key\":\"k1\"}");
              RuleBroken.unless(
                  asked.question().get("id") instanceof JsonPrimitive id && id.isNumber(),
                  "the id is no integer: " + asked.question());
              holds(
                  asked.question(),
                  "{threadId:'"
                      + asked.threadId()
                      + "',turnId:'"
                      + asked.turnId()
                      + "',"
                      + "tool:'lookup',arguments:{key:'k1'}}");
              client.reply(
                  asked.id(), "{contentItems:[{type:'inputText',text:'the value'}],success:true}");
              TurnRecord turn = client.endOfTurn(asked.from(), asked.turnId());
              RuleBroken.unless(
                  turn.items("dynamicToolCall").size() == 1, "there is no item of the call");
              RuleBroken.unless(
                  bench.model().requests().getLast().get("input").toString().contains("the value"),
                  "the model was not shown the answer");
            })
        .rule(
            "tool-call-bad-answer",
            "an answer that cannot be decoded fails the item, and the turn goes on",
            bench -> {
              Client client = bench.client();
              Asked asked = toolCall(bench, "lookup {\"key\":\"k2\"}");
              client.reply(asked.id(), "{contentItems:'no list'}");
              TurnRecord turn = client.endOfTurn(asked.from(), asked.turnId());
              RuleBroken.unless("completed".equals(turn.status()), "the turn is " + turn.status());
              RuleBroken.unless(
                  "failed".equals(Json.string(turn.items("dynamicToolCall").getFirst(), "status")),
                  "the item did not fail");
            })
        .rule(
            "tool-call-interrupted",
            "a question that an interrupt overtakes does not keep the turn, and an answer after it"
                + " is ignored",
            bench -> {
              Client client = bench.client();
              Asked asked = toolCall(bench, "lookup {\"key\":\"k3\"}");
              client.ask("turn/interrupt", "{threadId:'%s',turnId:''}", asked.threadId()).result();
              TurnRecord turn = client.endOfTurn(asked.from(), asked.turnId());
              RuleBroken.unless(
                  "interrupted".equals(turn.status()), "the turn is " + turn.status());
              client.reply(asked.id(), "{contentItems:[],success:true}");
              RuleBroken.unless(
                  "completed".equals(client.turn(asked.threadId(), "go on").status()),
                  "the next turn does not work");
            })
        .rule(
            "command-approval",
            "a command that needs an approval waits for it, as the status of the thread says",
            bench -> {
              Client client = bench.client();
              Asked asked = command(bench, "approved.txt");
              holds(
                  asked.question(),
                  "{threadId:'" + asked.threadId() + "',turnId:'" + asked.turnId() + "'}");
              RuleBroken.unless(
                  client.indexOf(
                          asked.from(),
                          message ->
                              "thread/status/changed".equals(Json.string(message, "method"))
                                  && message.toString().contains("waitingOnApproval"))
                      >= 0,
                  "the status does not say that the thread waits");
              client.reply(asked.id(), "{decision:'accept'}");
              TurnRecord turn = client.endOfTurn(asked.from(), asked.turnId());
              JsonElement resolved =
                  turn.all("serverRequest/resolved").stream()
                      .findFirst()
                      .map(params -> params.get("requestId"))
                      .orElse(null);
              RuleBroken.unless(asked.id().equals(resolved), "serverRequest/resolved did not come");
              RuleBroken.unless(
                  "completed"
                      .equals(Json.string(turn.items("commandExecution").getFirst(), "status")),
                  "the command did not run: " + turn.items("commandExecution"));
            })
        .rule(
            "command-declined",
            "a command that is declined does not run, and the turn goes on",
            bench -> {
              Client client = bench.client();
              Asked asked = command(bench, "declined.txt");
              client.reply(asked.id(), "{decision:'decline'}");
              TurnRecord turn = client.endOfTurn(asked.from(), asked.turnId());
              RuleBroken.unless("completed".equals(turn.status()), "the turn is " + turn.status());
              RuleBroken.unless(
                  "declined"
                      .equals(Json.string(turn.items("commandExecution").getFirst(), "status")),
                  "the item is not declined");
              RuleBroken.unless(
                  !Files.exists(client.stage().cwd().resolve("declined.txt")),
                  "it ran all the same");
            })
        .rule(
            "command-cancelled",
            "a command that is cancelled does not run, and the turn is interrupted",
            bench -> {
              Client client = bench.client();
              Asked asked = command(bench, "cancelled.txt");
              client.reply(asked.id(), "{decision:'cancel'}");
              TurnRecord turn = client.endOfTurn(asked.from(), asked.turnId());
              RuleBroken.unless(
                  "interrupted".equals(turn.status()), "the turn is " + turn.status());
            });
  }

  /** A question in a turn. */
  private record Asked(JsonObject question, String threadId, String turnId, int from) {
    JsonElement id() {
      return question.get("id");
    }
  }

  private static Asked toolCall(Bench bench, String call) throws IOException, InterruptedException {
    Client client = bench.client();
    Answer started = client.ask("thread/start", "{cwd:'%s'," + TOOL + "}", client.cwd()).orSkip();
    bench.modelSays("call " + call, "say \"done\"");
    return question(client, started.text("thread.id"), "item/tool/call");
  }

  private static Asked command(Bench bench, String file) throws IOException, InterruptedException {
    Client client = bench.client();
    String threadId =
        client.startThread(
            "{cwd:'%s',approvalPolicy:'on-request',sandbox:'read-only'}", client.cwd());
    bench.modelSays(
        "call exec_command {\"cmd\":\"touch "
            + file
            + "\",\"sandbox_permissions\":\"require_escalated\",\"justification\":\"Need it?\"}",
        "say \"done\"");
    return question(client, threadId, "item/commandExecution/requestApproval");
  }

  private static Asked question(Client client, String threadId, String method)
      throws InterruptedException {
    int from = client.mark();
    String turnId = client.beginTurn(threadId, "use it");
    @Nullable JsonObject question = client.questionInTurn();
    if (question == null) {
      throw new RuleSkipped("the server did not ask the client");
    }
    RuleBroken.unless(
        method.equals(Json.string(question, "method")), "it asked something else: " + question);
    return new Asked(question, threadId, turnId, from);
  }

  private static void holds(JsonObject question, String params) {
    RuleBroken.unless(
        Json.holds(question.get("params"), WireText.json(params)),
        "the question should hold " + params + ", but is " + question);
  }
}
