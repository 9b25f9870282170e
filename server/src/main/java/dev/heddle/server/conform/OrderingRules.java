package dev.heddle.server.conform;

import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.Json;
import java.util.ArrayList;
import java.util.List;

/** The order of answers and notifications, and of requests that do not wait for one another. */
final class OrderingRules {
  private OrderingRules() {}

  static Section section() {
    return Section.named("ordering", "answers before what they cause, requests one after another")
        .rule(
            "answer-before-started",
            "the answer to thread/start comes before thread/started",
            bench -> {
              Client client = bench.client();
              int from = client.mark();
              String threadId = client.startThread();
              answerFirst(client, from, "thread/started", threadId);
            })
        .rule(
            "answer-before-change",
            "the answer to a change of a thread comes before what is told of it",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              for (String change :
                  List.of(
                      "thread/name/set name:'n' thread/name/updated",
                      "thread/section/move sectionId:null thread/section/changed",
                      "thread/archive x:1 thread/archived",
                      "thread/unarchive x:1 thread/unarchived",
                      "thread/delete x:1 thread/deleted")) {
                String[] words = change.split(" ");
                int from = client.mark();
                client.ask(words[0], "{threadId:'%s'," + words[1] + "}", threadId).result();
                client.await(words[2], "{threadId:'%s'}", threadId);
                answerFirst(client, from, words[2], threadId);
              }
            })
        .rule(
            "answer-before-turn",
            "the answer to turn/start comes before anything of the turn",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              TurnRecord turn = client.turn(threadId, "hi");
              int answer = -1;
              int first = -1;
              for (int i = 0; i < turn.messages().size(); i++) {
                JsonObject message = turn.messages().get(i);
                answer = answer < 0 && message.has("result") ? i : answer;
                first = first < 0 && message.toString().contains("active") ? i : first;
              }
              RuleBroken.unless(answer >= 0 && answer < first, "the turn was told of first");
            })
        .rule(
            "one-thread-in-order",
            "requests about one thread are done in the order in which they came",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              int from = client.mark();
              List<Long> ids =
                  List.of(
                      client.send("thread/archive", "{threadId:'%s'}", threadId),
                      client.send("thread/read", "{threadId:'%s'}", threadId),
                      client.send("thread/unarchive", "{threadId:'%s'}", threadId),
                      client.send("thread/resume", "{threadId:'%s',excludeTurns:true}", threadId),
                      client.send(
                          "turn/start",
                          "{threadId:'%s',input:[{type:'text',text:'at once'}]}",
                          threadId));
              for (long id : ids) {
                client.answer(id).result();
              }
              client.endOfTurn(from, client.answer(ids.getLast()).text("turn.id"));
              List<Long> answered = new ArrayList<>();
              for (JsonObject message : client.messages()) {
                long id = message.has("result") ? message.get("id").getAsLong() : -1;
                if (ids.contains(id)) {
                  answered.add(id);
                }
              }
              RuleBroken.unless(answered.equals(ids), "they were answered as " + answered);
            })
        .rule(
            "the-last-name-stays",
            "of many names that are set at once the last one stays, and all are told in order",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              int from = client.mark();
              List<Long> ids = new ArrayList<>();
              for (int i = 1; i <= 20; i++) {
                ids.add(client.send("thread/name/set", "{threadId:'%s',name:'n%s'}", threadId, i));
              }
              for (long id : ids) {
                client.answer(id).result();
              }
              client.await("thread/name/updated", "{threadName:'n20'}");
              List<String> told = new ArrayList<>();
              for (JsonObject message : client.messages().subList(from, client.mark())) {
                if ("thread/name/updated".equals(Json.string(message, "method"))) {
                  told.add(String.valueOf(WireText.at(message, "params.threadName")));
                }
              }
              for (int i = 0; i < 20; i++) {
                RuleBroken.unless(
                    told.size() == 20 && told.get(i).equals("\"n" + (i + 1) + "\""),
                    "the names were told as " + told);
              }
              client.ask("thread/read", "{threadId:'%s'}", threadId).is("thread.name", "'n20'");
            })
        .rule(
            "turn-right-after-fork",
            "a turn that is started as soon as a fork is answered is heard from its beginning",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              for (int i = 0; i < 5; i++) {
                String forkId =
                    client
                        .ask("thread/fork", "{threadId:'%s',excludeTurns:true}", threadId)
                        .text("thread.id");
                TurnRecord turn = client.turn(forkId, "at once");
                RuleBroken.unless(
                    turn.indexOf("turn/started", "{}") >= 0
                        && turn.items("userMessage").size() == 1
                        && turn.items("agentMessage").size() == 1,
                    "something of the turn is missing");
              }
            })
        .rule(
            "threads-do-not-wait",
            "a thread whose model is slow keeps no other thread waiting",
            bench -> {
              Client client = bench.client();
              String slow = client.startThread();
              String quick = client.startThread();
              bench.modelSays("say \"slow \" @waiting \"answer\"");
              int from = client.mark();
              String turnId = client.beginTurn(slow, "slow");
              bench.reached("waiting");
              client.turn(quick, "quick").endedAs("completed");
              client.ask("thread/read", "{threadId:'%s'}", slow).result();
              client.ask("thread/list", "{}").result();
              bench.model().open("waiting");
              client.endOfTurn(from, turnId);
            })
        .rule(
            "nothing-follows-the-end",
            "nothing of a turn follows turn/completed",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              TurnRecord turn = client.turn(threadId, "hi");
              int mark = client.mark();
              client.turn(client.startThread(), "another");
              for (JsonObject message : client.saidSince(mark)) {
                RuleBroken.unless(
                    !message.toString().contains(turn.id()), "this follows it: " + message);
              }
            });
  }

  private static void answerFirst(Client client, int from, String method, String threadId) {
    int answer = client.indexOf(from, message -> message.has("result"));
    int told =
        client.indexOf(
            from,
            message ->
                method.equals(Json.string(message, "method"))
                    && message.toString().contains(threadId));
    RuleBroken.unless(
        answer >= 0 && told >= 0 && answer < told, method + " came before the answer");
  }
}
