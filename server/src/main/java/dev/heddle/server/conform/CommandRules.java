package dev.heddle.server.conform;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Commands: those that the model runs as a tool, and those that the client runs for itself. A
 * server that runs none passes over them.
 */
final class CommandRules {
  private CommandRules() {}

  static Section section() {
    return Section.named("commands", "commands of the model and of the client, where any run")
        .rule(
            "of-the-model",
            "a command of the model is an item with its output and exit code, and the model is"
                + " shown both",
            bench -> {
              TurnRecord turn = modelRuns(bench, "{\"cmd\":\"echo shuttle; exit 73\"}");
              int started = turn.indexOf("item/started", "{item:{type:'commandExecution'}}");
              int completed =
                  turn.indexOf(
                      "item/completed",
                      "{item:{type:'commandExecution',status:'failed',exitCode:73,"
                          + "aggregatedOutput:'shuttle\\n'}}");
              RuleBroken.unless(
                  started >= 0 && completed > started,
                  "the item is " + turn.items("commandExecution"));
              turn.endedAs("completed");
              String shown = outputShown(bench);
              RuleBroken.unless(
                  shown.contains("shuttle") && shown.contains("73"),
                  "the model was shown " + shown);
            })
        .rule(
            "typed-into",
            "a command that goes on can be typed into, and the client is told",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              bench.modelSays(
                  "call exec_command {\"cmd\":\"read l; exit 4\",\"tty\":true,"
                      + "\"yield_time_ms\":250}",
                  "call write_stdin {\"session_id\":\"$session\",\"chars\":\"x\\n\","
                      + "\"yield_time_ms\":5000}",
                  "say \"done\"");
              TurnRecord turn = client.turn(threadId, "type");
              skipUnlessItRan(turn);
              RuleBroken.unless(
                  turn.indexOf("item/commandExecution/terminalInteraction", "{stdin:'x\\n'}") >= 0,
                  "the client was not told what was typed");
              RuleBroken.unless(
                  turn.indexOf(
                          "item/completed",
                          "{item:{type:'commandExecution',status:'failed',exitCode:4}}")
                      >= 0,
                  "it did not end by that: " + turn.items("commandExecution"));
            })
        .rule(
            "interrupted",
            "an interrupt ends the command that the turn waits for",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              bench.modelSays("call exec_command {\"cmd\":\"sleep 300\"}");
              int from = client.mark();
              String turnId = client.beginTurn(threadId, "wait");
              skipUnless(client.itemStarts("commandExecution"));
              client.interrupt(threadId).result();
              TurnRecord turn = client.endOfTurn(from, turnId);
              turn.endedAs("interrupted");
              client
                  .ask("thread/backgroundTerminals/list", "{threadId:'%s'}", threadId)
                  .orSkip()
                  .is("data", "[]");
            })
        .rule(
            "ended-by-the-client",
            "a client ends one command that goes on behind its turn, or all, and is told if none"
                + " was",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              String goesOn = "call exec_command {\"cmd\":\"sleep 300\",\"yield_time_ms\":250}";
              bench.modelSays(goesOn, goesOn, "say \"They run.\"");
              skipUnlessItRan(client.turn(threadId, "start them"));
              String processId =
                  client
                      .ask("thread/backgroundTerminals/list", "{threadId:'%s'}", threadId)
                      .orSkip()
                      .text("data[0].processId");
              String end = "{threadId:'%s',processId:'%s'}";
              String method = "thread/backgroundTerminals/terminate";
              client.ask(method, end, threadId, processId).orSkip().is("terminated", "true");
              client.ask(method, end, threadId, processId).is("terminated", "false");
              client.ask("thread/backgroundTerminals/clean", "{threadId:'%s'}", threadId).result();
              client
                  .ask("thread/backgroundTerminals/list", "{threadId:'%s'}", threadId)
                  .is("data", "[]");
            })
        .rule(
            "no-such-tool",
            "a call of a tool that there is not yields no item; the model is told, and goes on",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              bench.modelSays("call no_such_tool {\"x\":1}", "say \"I see.\"");
              TurnRecord turn = client.turn(threadId, "call it");
              turn.endedAs("completed");
              RuleBroken.unless(
                  turn.all("item/completed").size() == 2,
                  "there are other items: " + turn.all("item/completed"));
              RuleBroken.unless(!outputShown(bench).isEmpty(), "the model was not told");
            })
        .rule(
            "of-the-client",
            "a command of the client is answered with its output, kept apart, and its exit code",
            bench ->
                exec(bench, "{command:['sh','-c','echo out; echo err >&2; exit 3']}")
                    .holds("{exitCode:3,stdout:'out\\n',stderr:'err\\n'}"))
        .rule(
            "environment",
            "a command of the client runs where it says, with the variables it says",
            bench ->
                exec(
                        bench,
                        "{command:['sh','-c','pwd; echo $A ${HOME-none}'],cwd:'/',"
                            + "env:{A:'1',HOME:null}}")
                    .is("stdout", "'/\\n1 none\\n'"))
        .rule(
            "bounded",
            "no more output than asked for is kept, and the command runs to its end",
            bench ->
                exec(bench, "{command:['sh','-c','printf 0123456789; exit 5'],outputBytesCap:4}")
                    .holds("{exitCode:5,stdout:'0123'}"))
        .rule(
            "timeout",
            "a command that takes too long is ended, with the exit code 124",
            bench -> exec(bench, "{command:['sleep','300'],timeoutMs:100}").is("exitCode", "124"))
        .rule(
            "streamed",
            "output is told as it comes, before the answer, when the client wants it so",
            bench -> {
              Client client = bench.client();
              int mark = client.mark();
              Answer answer =
                  exec(
                      bench,
                      "{command:['sh','-c','echo one; echo two'],processId:'streamed',"
                          + "streamStdoutStderr:true}");
              answer.holds("{exitCode:0,stdout:'',stderr:''}");
              String text = printed(client, mark, answer);
              RuleBroken.unless(text.equals("one\ntwo\n"), "it said: " + text);
            })
        .rule(
            "input",
            "a command reads what the client writes, until the client closes its input",
            bench -> {
              Client client = bench.client();
              long id =
                  client.send(
                      "command/exec",
                      "{command:['sh','-c','while read l; do echo got $l; done; exit 6'],"
                          + "processId:'reads',streamStdin:true,streamStdoutStderr:true}");
              client
                  .ask("command/exec/write", "{processId:'reads',deltaBase64:'b25lCg=='}")
                  .orSkip();
              client.ask("command/exec/write", "{processId:'reads',closeStdin:true}").is("", "{}");
              client.answer(id).is("exitCode", "6");
              RuleBroken.unless(
                  client.indexOf(0, message -> message.toString().contains("Z290IG9uZQo=")) >= 0,
                  "it has not read it");
            })
        .rule(
            "terminal",
            "a command in a terminal sees the size of it, also a new one",
            bench -> {
              Client client = bench.client();
              int mark = client.mark();
              long id =
                  client.send(
                      "command/exec",
                      "{command:['sh','-c','read l; stty size'],processId:'tty',tty:true,"
                          + "size:{rows:10,cols:20}}");
              client
                  .ask("command/exec/resize", "{processId:'tty',size:{rows:11,cols:22}}")
                  .orSkip()
                  .is("", "{}");
              client.ask("command/exec/write", "{processId:'tty',deltaBase64:'Cg=='}").result();
              String text = printed(client, mark, client.answer(id).is("exitCode", "0"));
              RuleBroken.unless(text.contains("11 22"), "it said: " + text);
            })
        .rule(
            "refused",
            "an empty command, settings that exclude each other, and a process that there is not"
                + " are refused",
            bench -> {
              Client client = bench.client();
              client
                  .ask("command/exec", "{command:[]}")
                  .orSkip()
                  .refused(-32600, "command must not be empty");
              client
                  .ask("command/exec", "{command:['true'],timeoutMs:5,disableTimeout:true}")
                  .refused(-32602, "command/exec cannot set both timeoutMs and disableTimeout");
              client
                  .ask("command/exec", "{command:['true'],tty:true}")
                  .refused(
                      -32600, "command/exec tty or streaming requires a client-supplied processId");
              client
                  .ask("command/exec/terminate", "{processId:'never'}")
                  .refused(-32600, "no active command/exec for process id \"never\"");
            })
        .rule(
            "processes",
            "a process of the client begins with the answer, reads and prints, and its end is"
                + " told",
            bench -> {
              Client client = bench.client();
              String spawn =
                  "{processHandle:'p',cwd:'/',streamStdin:true,"
                      + "command:['sh','-c','read l; echo got $l; exit 7']}";
              client.ask("process/spawn", spawn).orSkip().is("", "{}");
              client
                  .ask("process/spawn", spawn)
                  .refused(-32600, "duplicate active process handle: \"p\"");
              client
                  .ask("process/writeStdin", "{processHandle:'p',deltaBase64:'b25lCg=='}")
                  .result();
              client.await(
                  "process/exited",
                  "{processHandle:'p',exitCode:7,stdout:'got one\\n',stdoutCapReached:false,"
                      + "stderr:'',stderrCapReached:false}");
              client
                  .ask("process/kill", "{processHandle:'never'}")
                  .refused(-32600, "no active process for process handle \"never\"");
            })
        .rule(
            "processes-killed",
            "a process in a terminal takes a new size of it, and ends when it is killed",
            bench -> {
              Client client = bench.client();
              client
                  .ask(
                      "process/spawn",
                      "{processHandle:'t',cwd:'/',tty:true,timeoutMs:null,"
                          + "command:['sleep','300']}")
                  .orSkip()
                  .is("", "{}");
              client
                  .ask("process/resizePty", "{processHandle:'t',size:{rows:11,cols:22}}")
                  .is("", "{}");
              client.ask("process/kill", "{processHandle:'t'}").is("", "{}");
              client.await("process/exited", "{processHandle:'t',stdout:'',stderr:''}");
            });
  }

  private static Answer exec(Bench bench, String params) throws IOException, InterruptedException {
    return bench.client().ask("command/exec", params).orSkip();
  }

  private static TurnRecord modelRuns(Bench bench, String arguments)
      throws IOException, InterruptedException {
    Client client = bench.client();
    String threadId = client.startThread();
    bench.modelSays("call exec_command " + arguments, "say \"done\"");
    TurnRecord turn = client.turn(threadId, "run it");
    skipUnlessItRan(turn);
    return turn;
  }

  private static void skipUnlessItRan(TurnRecord turn) {
    skipUnless(!turn.items("commandExecution").isEmpty());
  }

  private static void skipUnless(boolean ran) {
    if (!ran) {
      throw new RuleSkipped("the server runs no commands of the model");
    }
  }

  /** What the model was told of the last call. */
  private static String outputShown(Bench bench) {
    String output = "";
    for (JsonElement each : bench.modelInput()) {
      if (each instanceof JsonObject item
          && "function_call_output".equals(Json.string(item, "type"))) {
        output = item.get("output").toString();
      }
    }
    return output;
  }

  /** What the client was told of the output between a mark and the answer. */
  private static String printed(Client client, int mark, Answer answer) {
    StringBuilder text = new StringBuilder();
    for (JsonObject message : client.messages().subList(mark, client.mark())) {
      if (message.equals(answer.message())) {
        break;
      }
      if ("command/exec/outputDelta".equals(Json.string(message, "method"))) {
        String delta = message.getAsJsonObject("params").get("deltaBase64").getAsString();
        text.append(new String(Base64.getDecoder().decode(delta), StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }
}
