package dev.heddle.server.conform;

import com.google.gson.JsonPrimitive;
import dev.heddle.server.conform.stage.Json;
import java.io.IOException;

/**
 * Calls of tools that the client brought, and questions of the model to the user. A server that
 * puts none to the client passes over them.
 */
final class QuestionRules {
  private static final String TOOL =
      "dynamicTools:[{type:'function',name:'lookup',description:'Looks up.',"
          + "inputSchema:{type:'object',properties:{key:{type:'string'}}}}]";

  private static final String PLAN_MODE =
      ",collaborationMode:{mode:'plan',settings:{model:'mock-model',reasoning_effort:null,"
          + "developer_instructions:'Plan it.'}}";

  private QuestionRules() {}

  static Section section() {
    return Section.named("questions", "requests of the server to the client, where it makes any")
        .rule(
            "tool-call",
            "a call of a tool that the client brought is put to the client, and its answer to the"
                + " model",
            bench -> {
              Asked asked = toolCall(bench, "lookup {\"key\":\"k1\"}");
              RuleBroken.unless(
                  asked.id() instanceof JsonPrimitive id && id.isNumber(),
                  "the id is no integer: " + asked.question());
              asked.holds(
                  "{threadId:'%s',turnId:'%s',tool:'lookup',arguments:{key:'k1'}}",
                  asked.threadId(), asked.turnId());
              TurnRecord turn =
                  asked.answer(
                      bench.client(),
                      "{contentItems:[{type:'inputText',text:'the value'}],success:true}");
              RuleBroken.unless(
                  turn.items("dynamicToolCall").size() == 1, "there is no item of the call");
              modelWasShown(bench, "the value");
            })
        .rule(
            "tool-call-bad-answer",
            "an answer that cannot be decoded fails the item, and the turn goes on",
            bench -> {
              Asked asked = toolCall(bench, "lookup {\"key\":\"k2\"}");
              TurnRecord turn = asked.answer(bench.client(), "{contentItems:'no list'}");
              turn.endedAs("completed");
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
              TurnRecord turn = asked.interrupt(client);
              turn.endedAs("interrupted");
              client.reply(asked.id(), "{contentItems:[],success:true}");
              client.turn(asked.threadId(), "go on").endedAs("completed");
            })
        .rule(
            "asked-again",
            "a client that resumes the thread is asked again what is open, under the same id",
            bench -> {
              Client client = bench.client();
              Asked asked = toolCall(bench, "lookup {\"key\":\"k4\"}");
              asked.comesAgain(client);
              TurnRecord turn =
                  asked.answer(
                      client, "{contentItems:[{type:'inputText',text:'at last'}],success:true}");
              turn.endedAs("completed");
              modelWasShown(bench, "at last");
            })
        .rule(
            "first-answer-counts",
            "of two answers to one question the first counts",
            bench -> {
              Client client = bench.client();
              Asked asked = toolCall(bench, "lookup {\"key\":\"k5\"}");
              client.reply(
                  asked.id(), "{contentItems:[{type:'inputText',text:'the first'}],success:true}");
              TurnRecord turn =
                  asked.answer(
                      client, "{contentItems:[{type:'inputText',text:'the second'}],success:true}");
              RuleBroken.unless(
                  turn.items("dynamicToolCall").size() == 1, "there are two items of one call");
              modelWasShown(bench, "the first");
            })
        .rule(
            "answer-to-nothing",
            "an answer to a question that nobody has asked is ignored",
            bench -> {
              Client client = bench.client();
              int mark = client.mark();
              client.reply(new JsonPrimitive(999_999), "{decision:'accept'}");
              RuleBroken.unless(
                  client.saidSince(mark).stream().noneMatch(message -> message.has("error")),
                  "it was answered with an error");
            })
        .rule(
            "user-input",
            "a question of the model in plan mode is put to the user, and the answer to the model",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              bench.modelSays(
                  "call request_user_input {\"questions\":[{\"id\":\"q1\",\"header\":\"H\","
                      + "\"question\":\"Which?\",\"options\":[{\"label\":\"A\",\"description\":\"a\"},"
                      + "{\"label\":\"B\",\"description\":\"b\"}]}]}",
                  "say \"done\"");
              Asked asked = Asked.inTurn(client, threadId, "item/tool/requestUserInput", PLAN_MODE);
              asked.holds("{threadId:'%s',turnId:'%s'}", threadId, asked.turnId());
              RuleBroken.unless(
                  asked.question().toString().contains("\"Which?\""),
                  "the question is another one: " + asked.question());
              asked.statusSays(client, "waitingOnUserInput");
              TurnRecord turn = asked.answer(client, "{answers:{q1:{answers:['B']}}}");
              turn.endedAs("completed");
              modelWasShown(bench, "\\\"B\\\"");
            });
  }

  private static void modelWasShown(Bench bench, String answer) {
    RuleBroken.unless(
        bench.modelInput().toString().contains(answer), "the model was not shown the answer");
  }

  private static Asked toolCall(Bench bench, String call) throws IOException, InterruptedException {
    Client client = bench.client();
    Answer started = client.ask("thread/start", "{cwd:'%s'," + TOOL + "}", client.cwd()).orSkip();
    bench.modelSays("call " + call, "say \"done\"");
    return Asked.inTurn(client, started.text("thread.id"), "item/tool/call");
  }
}
