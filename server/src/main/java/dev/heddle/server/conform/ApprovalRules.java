package dev.heddle.server.conform;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Commands and changes of files that the user is asked about. A server that asks nothing, because
 * it runs no tools, passes over them.
 */
final class ApprovalRules {
  private static final String COMMAND = "item/commandExecution/requestApproval";
  private static final String CHANGE = "item/fileChange/requestApproval";

  private ApprovalRules() {}

  static Section section() {
    return Section.named("approvals", "what the user is asked about, where anything is")
        .rule(
            "command-accepted",
            "a command that needs an approval waits for it, as the status of the thread says, and"
                + " then runs",
            bench -> {
              Client client = bench.client();
              Asked asked = command(bench, "accepted.txt");
              asked.holds("{threadId:'%s',turnId:'%s'}", asked.threadId(), asked.turnId());
              asked.statusSays(client, "waitingOnApproval");
              RuleBroken.unless(!exists(client, "accepted.txt"), "it ran before the answer");
              TurnRecord turn = asked.answer(client, "{decision:'accept'}");
              isResolved(turn, asked);
              itemIs(turn, "commandExecution", "completed");
              RuleBroken.unless(exists(client, "accepted.txt"), "it did not run");
            })
        .rule(
            "command-declined",
            "a command that is declined does not run, and the turn goes on",
            bench -> {
              Client client = bench.client();
              Asked asked = command(bench, "declined.txt");
              TurnRecord turn = asked.answer(client, "{decision:'decline'}");
              turn.endedAs("completed");
              isResolved(turn, asked);
              itemIs(turn, "commandExecution", "declined");
              RuleBroken.unless(!exists(client, "declined.txt"), "it ran all the same");
            })
        .rule(
            "command-cancelled",
            "a command that is cancelled does not run, and the turn is interrupted",
            bench -> {
              Client client = bench.client();
              Asked asked = command(bench, "cancelled.txt");
              TurnRecord turn = asked.answer(client, "{decision:'cancel'}");
              turn.endedAs("interrupted");
              RuleBroken.unless(!exists(client, "cancelled.txt"), "it ran all the same");
            })
        .rule(
            "command-for-the-session",
            "a command that is accepted for the session is not asked about again",
            bench -> {
              Client client = bench.client();
              Asked asked = command(bench, "session.txt");
              TurnRecord turn = asked.answer(client, "{decision:'acceptForSession'}");
              itemIs(turn, "commandExecution", "completed");
              bench.modelSays(escalated("session.txt"), "say \"done\"");
              itemIs(client.turn(asked.threadId(), "again"), "commandExecution", "completed");
            })
        .rule(
            "command-interrupted",
            "an interrupt ends a turn that waits for an approval, the question is resolved, and the"
                + " command never runs",
            bench -> {
              Client client = bench.client();
              Asked asked = command(bench, "interrupted.txt");
              TurnRecord turn = asked.interrupt(client);
              turn.endedAs("interrupted");
              client.sync();
              RuleBroken.unless(
                  client.indexOf(asked.from(), message -> resolves(message, asked)) >= 0,
                  "serverRequest/resolved did not come");
              client.reply(asked.id(), "{decision:'accept'}");
              client.turn(asked.threadId(), "go on");
              RuleBroken.unless(!exists(client, "interrupted.txt"), "it ran all the same");
            })
        .rule(
            "command-bad-answer",
            "an answer that cannot be decoded does not run the command, nor does a decline after"
                + " it",
            bench -> {
              Client client = bench.client();
              Asked asked = command(bench, "nonsense.txt");
              client.reply(asked.id(), "{decision:'perhaps'}");
              client.sync();
              TurnRecord turn = asked.answer(client, "{decision:'decline'}").endedAs("completed");
              // A server may take nonsense for a failure, or for no answer at all.
              itemIs(turn, "commandExecution", "declined", "failed");
              RuleBroken.unless(!exists(client, "nonsense.txt"), "it ran");
            })
        .rule(
            "asked-again",
            "a client that resumes the thread is asked again about a command, under the same id",
            bench -> {
              Client client = bench.client();
              Asked asked = command(bench, "again.txt");
              asked.comesAgain(client);
              itemIs(asked.answer(client, "{decision:'decline'}"), "commandExecution", "declined");
            })
        .rule(
            "never",
            "with the policy never nobody is asked, and what needs an approval does not run",
            bench -> {
              Client client = bench.client();
              String threadId =
                  client.startThread(
                      "{cwd:'%s',approvalPolicy:'never',sandbox:'read-only'}", client.cwd());
              bench.modelSays(escalated("never.txt"), "say \"done\"");
              TurnRecord turn = client.turn(threadId, "try it");
              if (!bench.modelIsOffered("exec_command")) {
                throw new RuleSkipped("the server runs no commands of the model");
              }
              turn.endedAs("completed");
              RuleBroken.unless(
                  turn.messages().stream()
                      .noneMatch(message -> message.has("id") && message.has("method")),
                  "somebody was asked");
              RuleBroken.unless(!exists(client, "never.txt"), "it ran all the same");
            })
        .rule(
            "change-accepted",
            "a change of files that needs an approval waits for it, and is then made",
            bench -> {
              Client client = bench.client();
              Asked asked = change(bench, "changed.txt");
              asked.holds("{threadId:'%s',turnId:'%s'}", asked.threadId(), asked.turnId());
              RuleBroken.unless(!exists(client, "changed.txt"), "it was made before the answer");
              TurnRecord turn = asked.answer(client, "{decision:'accept'}");
              isResolved(turn, asked);
              itemIs(turn, "fileChange", "completed");
              RuleBroken.unless(
                  Files.readString(client.stage().cwd().resolve("changed.txt")).equals("new\n"),
                  "the file is another one");
              RuleBroken.unless(
                  turn.all("turn/diff/updated").toString().contains("+new"), "there is no diff");
            })
        .rule(
            "change-declined",
            "a change of files that is declined is not made, and the turn goes on",
            bench -> {
              Client client = bench.client();
              Asked asked = change(bench, "unchanged.txt");
              TurnRecord turn = asked.answer(client, "{decision:'decline'}");
              turn.endedAs("completed");
              itemIs(turn, "fileChange", "declined");
              RuleBroken.unless(!exists(client, "unchanged.txt"), "it was made all the same");
            });
  }

  private static Asked command(Bench bench, String file) throws IOException, InterruptedException {
    Client client = bench.client();
    String threadId =
        client.startThread(
            "{cwd:'%s',approvalPolicy:'on-request',sandbox:'read-only'}", client.cwd());
    bench.modelSays(escalated(file), "say \"done\"");
    return Asked.inTurn(client, threadId, COMMAND);
  }

  /** A call of a command that wants out of the sandbox and makes a file. */
  private static String escalated(String file) {
    return "call exec_command {\"cmd\":\"touch "
        + file
        + "\",\"sandbox_permissions\":\"require_escalated\",\"justification\":\"Need it?\"}";
  }

  private static Asked change(Bench bench, String file) throws IOException, InterruptedException {
    Client client = bench.client();
    String threadId =
        client.startThread(
            "{cwd:'%s',approvalPolicy:'untrusted',sandbox:'danger-full-access'}", client.cwd());
    bench.modelSays(
        "call exec_command {\"cmd\":\"apply_patch <<'EOF'\\n*** Begin Patch\\n*** Add File: "
            + file
            + "\\n+new\\n*** End Patch\\nEOF\\n\"}",
        "say \"done\"");
    return Asked.inTurn(client, threadId, CHANGE);
  }

  private static boolean exists(Client client, String file) {
    Path path = client.stage().cwd().resolve(file);
    return Files.exists(path);
  }

  private static boolean resolves(JsonObject message, Asked asked) {
    JsonElement id = WireText.at(message, "params.requestId");
    return "serverRequest/resolved".equals(Json.string(message, "method")) && asked.id().equals(id);
  }

  private static void isResolved(TurnRecord turn, Asked asked) {
    RuleBroken.unless(
        turn.messages().stream().anyMatch(message -> resolves(message, asked)),
        "serverRequest/resolved did not come");
  }

  private static void itemIs(TurnRecord turn, String type, String... statuses) {
    RuleBroken.unless(
        turn.items(type).size() == 1
            && List.of(statuses)
                .contains(String.valueOf(Json.string(turn.items(type).getFirst(), "status"))),
        "there should be one item "
            + type
            + ", "
            + String.join(" or ", statuses)
            + ": "
            + turn.items(type));
  }
}
