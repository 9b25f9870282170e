package dev.heddle.server.conform;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.Json;
import org.jspecify.annotations.Nullable;

/**
 * A question that the server has put to the client in a turn, and that waits for its answer.
 *
 * @param question the whole message
 * @param from a mark from before the turn; see {@link Client#mark}
 */
record Asked(JsonObject question, String threadId, String turnId, int from) {

  /** Runs a turn up to a question; a server that asks nothing skips the rule. */
  static Asked inTurn(Client client, String threadId, String method) throws InterruptedException {
    return inTurn(client, threadId, method, "");
  }

  /**
   * The same with more in the params of the turn.
   *
   * @param more such as {@code ,model:'x'}
   */
  static Asked inTurn(Client client, String threadId, String method, String more)
      throws InterruptedException {
    int from = client.mark();
    String turnId =
        client
            .ask(
                "turn/start",
                "{threadId:'%s',input:[{type:'text',text:'use it'}]" + more + "}",
                threadId)
            .text("turn.id");
    @Nullable JsonObject question = client.questionInTurn();
    if (question == null) {
      throw new RuleSkipped("the server did not ask the client");
    }
    RuleBroken.unless(
        method.equals(Json.string(question, "method")), "it asked something else: " + question);
    return new Asked(question, threadId, turnId, from);
  }

  JsonElement id() {
    return question.get("id");
  }

  /** Expects that the params of the question hold at least this. */
  void holds(String expected, Object... values) {
    JsonElement wanted = WireText.json(expected, values);
    RuleBroken.unless(
        Json.holds(question.get("params"), wanted),
        "the question should hold " + wanted + ", but is " + question);
  }

  /** Expects that the thread has said what it waits for. */
  void statusSays(Client client, String flag) {
    RuleBroken.unless(
        client.indexOf(
                from,
                message ->
                    "thread/status/changed".equals(Json.string(message, "method"))
                        && message.toString().contains(flag))
            >= 0,
        "the status of the thread did not become " + flag);
  }

  /** Answers, and waits for the end of the turn. */
  TurnRecord answer(Client client, String result) throws InterruptedException {
    client.reply(id(), result);
    return client.endOfTurn(from, turnId);
  }

  /** Ends the turn without an answer. */
  TurnRecord interrupt(Client client) throws InterruptedException {
    client.interrupt(threadId).result();
    return client.endOfTurn(from, turnId);
  }

  /** Waits for the same question once more, in a thread that is resumed meanwhile. */
  void comesAgain(Client client) throws InterruptedException {
    client.ask("thread/resume", "{threadId:'%s',excludeTurns:true}", threadId).result();
    JsonObject again = client.await(String.valueOf(Json.string(question, "method")), "{}");
    RuleBroken.unless(id().equals(again.get("id")), "it is another question: " + again);
  }
}
