package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.tool.plan.PlanTools;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of steps, questions to the user, and the mode in which a plan is made. */
class PlanModeTest {
  private static final String QUESTIONS =
      "{\"questions\":[{\"id\":\"q\",\"header\":\"H\",\"question\":\"Which?\","
          + "\"options\":[{\"label\":\"A\",\"description\":\"a\"},"
          + "{\"label\":\"B\",\"description\":\"b\"}]}]}";

  @TempDir Path home;

  private TestServer server() {
    return new TestServer(home, TestServer.Kind.LOCAL).offering(new PlanTools());
  }

  private static String planning(String thread, String text) {
    return Threads.turnParams(thread, text)
        .replaceFirst(
            "\\{",
            "{\"collaborationMode\":{\"mode\":\"plan\",\"settings\":{\"model\":\"m\","
                + "\"reasoning_effort\":null,\"developer_instructions\":null}},");
  }

  @Test
  void clientsAreToldOfThePlan() {
    TestServer server = server();
    server
        .model()
        .then(
            ScriptedModel.calls(
                "c1",
                "update_plan",
                "{\"explanation\":\"why\",\"plan\":[{\"step\":\"one\",\"status\":\"completed\"},"
                    + "{\"step\":\"two\",\"status\":\"in_progress\"},"
                    + "{\"step\":\"three\",\"status\":\"pending\"}]}"));
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      String turnId = Threads.startTurn(client, thread, "work");
      assertThat(client.awaitNotification("turn/plan/updated"))
          .isEqualTo(
              JsonParser.parseString(
                  Threads.on(
                      thread,
                      "\"turnId\":\""
                          + turnId
                          + "\",\"explanation\":\"why\",\"plan\":["
                          + "{\"step\":\"one\",\"status\":\"completed\"},"
                          + "{\"step\":\"two\",\"status\":\"inProgress\"},"
                          + "{\"step\":\"three\",\"status\":\"pending\"}]")));
      JsonObject ended = Threads.awaitCompleted(client, turnId);
      assertThat(ended.get("status").getAsString()).isEqualTo("completed");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "no json",
        "{\"plan\":[{\"step\":\"x\",\"status\":\"done\"}]}",
        "{\"plan\":[{\"status\":\"pending\"}]}",
        "{\"plan\":[7]}"
      })
  void aPlanThatIsNoneIsToldToTheModelOnly(String arguments) {
    TestServer server = server();
    server.model().then(ScriptedModel.calls("c1", "update_plan", arguments));
    try (TestClient client = server.start()) {
      Threads.runTurn(client, Threads.start(client), "work");
      assertThat(server.model().lastOutputOf("c1")).isNotEqualTo("The user sees the plan.");
      assertThat(client.trace()).noneMatch(entry -> entry.toString().contains("plan/updated"));
    }
  }

  @Test
  void inPlanModeTheUserIsAskedAndTheThreadWaits() {
    TestServer server = server();
    server.model().then(ScriptedModel.calls("c1", "request_user_input", QUESTIONS));
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      client.request("turn/start", planning(thread, "plan"));
      JsonObject asked = client.awaitServerRequest("item/tool/requestUserInput");
      JsonObject question =
          asked.getAsJsonObject("params").getAsJsonArray("questions").get(0).getAsJsonObject();
      assertThat(question.get("isOther").getAsBoolean()).isTrue();
      assertThat(
              client
                  .request("thread/read", Threads.on(thread))
                  .getAsJsonObject("thread")
                  .getAsJsonObject("status")
                  .toString())
          .contains("waitingOnUserInput");
      client.answer(asked, "{\"answers\":{\"q\":{\"answers\":[\"B\"]}}}");
      client.awaitNotification("serverRequest/resolved");
      client.awaitNotification("turn/completed");
      assertThat(server.model().lastOutputOf("c1"))
          .isEqualTo("{\"answers\":{\"q\":{\"answers\":[\"B\"]}}}");
      assertThat(server.model().requests().getLast().instructions()).contains("You are planning.");
    }
    try (TestClient client = server.start()) {
      String thread =
          client
              .request("thread/list", "{}")
              .getAsJsonArray("data")
              .get(0)
              .getAsJsonObject()
              .get("id")
              .getAsString();
      assertThat(
              client
                  .request("thread/resume", Threads.on(thread))
                  .getAsJsonObject("collaborationMode")
                  .get("mode")
                  .getAsString())
          .isEqualTo("plan");
    }
  }

  @Test
  void anAnswerThatIsNoneCountsAsNoAnswer() {
    TestServer server = server();
    server.model().then(ScriptedModel.calls("c1", "request_user_input", QUESTIONS));
    try (TestClient client = server.start()) {
      client.request("turn/start", planning(Threads.start(client), "plan"));
      client.answer(client.awaitServerRequest("item/tool/requestUserInput"), "{\"x\":1}");
      client.awaitNotification("turn/completed");
      assertThat(server.model().lastOutputOf("c1")).isEqualTo("{\"answers\":{}}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"paginated", "legacy"})
  void aProposedPlanIsAnItemOfItsOwn(String historyMode) {
    TestServer server = server();
    server
        .model()
        .then(ScriptedModel.says("Here:\n<proposed_plan>\n# Do\n- it\n</proposed_plan>\nGood?"))
        .then(ScriptedModel.says("<proposed_plan>\n# Only\n</proposed_plan>"));
    String thread;
    try (TestClient client = server.start()) {
      thread = Threads.start(client, "{\"historyMode\":\"" + historyMode + "\"}");
      client.request("turn/start", planning(thread, "plan"));
      JsonObject turn = client.awaitNotification("turn/completed").getAsJsonObject("turn");
      String planId = turn.get("id").getAsString() + "-plan";
      assertThat(client.awaitNotification("item/plan/delta"))
          .isEqualTo(
              JsonParser.parseString(
                  Threads.on(
                      thread,
                      "\"turnId\":"
                          + turn.get("id")
                          + ",\"itemId\":\""
                          + planId
                          + "\",\"delta\":\"# Do\\n- it\\n\"")));
      assertThat(turn.toString()).contains("Here:\\nGood?").doesNotContain("# Do");
      client.request("turn/start", planning(thread, "again"));
      JsonObject second =
          client
              .awaitNotification(
                  "turn/completed", params -> !params.toString().contains(planId.substring(0, 36)))
              .getAsJsonObject("turn");
      assertThat(second.getAsJsonArray("items")).isEmpty();
      assertThat(server.model().lastInputTexts())
          .anyMatch(text -> text.contains("<proposed_plan>"));
    }
    try (TestClient client = server.start()) {
      assertThat(Threads.storedTexts(client, thread))
          .containsExactly("plan", "# Do\n- it\n", "Here:\nGood?", "again", "# Only\n");
    }
  }

  @Test
  void aPlanThatIsCutIsKeptAsFarAsItGot() {
    TestServer server = server();
    ScriptedModel.Held held = new ScriptedModel.Held("<proposed_plan>\n# Half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      client.request("turn/start", planning(thread, "plan"));
      client.awaitNotification("item/plan/delta");
      client.request("turn/interrupt", Threads.on(thread, "\"turnId\":\"\""));
      client.awaitNotification("turn/completed");
      assertThat(Threads.storedTexts(client, thread)).containsExactly("plan", "# Half");
      Threads.runTurn(client, thread, "go on");
      assertThat(server.model().lastInputTexts()).contains("<proposed_plan>\n# Half");
    }
  }

  @Test
  void anInterruptTakesTheQuestionBack() {
    TestServer server = server();
    server.model().then(ScriptedModel.calls("c1", "request_user_input", QUESTIONS));
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      client.request("turn/start", planning(thread, "plan"));
      client.awaitServerRequest("item/tool/requestUserInput");
      client.request("turn/interrupt", Threads.on(thread, "\"turnId\":\"\""));
      client.awaitNotification("turn/completed");
      client.awaitNotification("serverRequest/resolved");
      Threads.runTurn(client, thread, "go on");
    }
  }

  @Test
  void nobodyIsAskedWhereWorkIsDone() {
    TestServer server = server();
    server.model().then(ScriptedModel.calls("c1", "request_user_input", QUESTIONS));
    try (TestClient client = server.start()) {
      Threads.runTurn(client, Threads.start(client), "work");
      assertThat(server.model().lastOutputOf("c1")).contains("no tool named request_user_input");
    }
  }
}
