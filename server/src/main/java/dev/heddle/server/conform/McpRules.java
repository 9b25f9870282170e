package dev.heddle.server.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tools of MCP servers, which a client brings in the configuration of a thread. */
final class McpRules {
  /** An MCP server in POSIX sh, with a tool that only reads and one that writes. */
  private static final String SCRIPT =
      """
      while IFS= read -r line; do
        id=${line#*\\"id\\":}; id=${id%%,*}
        case $line in
          *'"initialize"'*)
            r='{"protocolVersion":"2025-06-18","capabilities":{"tools":{},"resources":{}},"serverInfo":{"name":"fake","version":"1"},"instructions":"Use it."}' ;;
          *'"tools/list"'*)
            r='{"tools":[{"name":"read","description":"Reads.","inputSchema":{"type":"object","properties":{}},"annotations":{"readOnlyHint":true}},{"name":"write","description":"Writes.","inputSchema":{"type":"object","properties":{}}}]}' ;;
          *'"tools/call"'*)
            token=${line#*\\"progressToken\\":}; token=${token%%[,\\}]*}
            case $token in
              [0-9]*) printf '%s\\n' "{\\"jsonrpc\\":\\"2.0\\",\\"method\\":\\"notifications/progress\\",\\"params\\":{\\"progressToken\\":$token,\\"progress\\":1,\\"message\\":\\"half\\"}}" ;;
            esac
            r='{"content":[{"type":"text","text":"what came of it"}]}' ;;
          *'"resources/read"'*)
            r='{"contents":[{"uri":"fake://a","mimeType":"text/plain","text":"what is in it"}]}' ;;
          *'"resources/list"'*) r='{"resources":[{"uri":"fake://a","name":"a"}]}' ;;
          *'"resources/templates/list"'*) r='{"resourceTemplates":[]}' ;;
          *) continue ;;
        esac
        printf '%s\\n' "{\\"jsonrpc\\":\\"2.0\\",\\"id\\":$id,\\"result\\":$r}"
      done
      """;

  private McpRules() {}

  static Section section() {
    return Section.named("mcp", "tools of MCP servers, where there are any")
        .rule(
            "tool",
            "a tool that only reads is called, and its result shown to client and model",
            bench -> {
              String threadId = start(bench);
              bench.modelSays("call mcp__fake/read {}", "say \"done\"");
              TurnRecord turn = bench.client().turn(threadId, "read");
              turn.endedAs("completed");
              RuleBroken.unless(
                  turn.items("mcpToolCall").size() == 1, "there is no item of the call");
              wasShown(bench, "what came of it");
            })
        .rule(
            "approval",
            "a tool that may do harm is asked for, and a call that is declined fails",
            bench -> {
              String threadId = start(bench);
              bench.modelSays("call mcp__fake/write {}", "say \"done\"");
              Asked asked = Asked.inTurn(bench.client(), threadId, "mcpServer/elicitation/request");
              asked.holds("{threadId:'%s',serverName:'fake',mode:'form'}", threadId);
              TurnRecord turn =
                  asked.answer(bench.client(), "{action:'decline',content:null,_meta:null}");
              turn.endedAs("completed");
              RuleBroken.unless(
                  turn.items("mcpToolCall").getFirst().toString().contains("\"failed\""),
                  "the item did not fail");
            })
        .rule(
            "by-the-client",
            "the servers of a thread are listed, their tools called and their resources read",
            bench -> {
              String threadId = start(bench);
              Client client = bench.client();
              client.turn(threadId, "begin").endedAs("completed");
              client
                  .ask("mcpServerStatus/list", "{threadId:'%s'}", threadId)
                  .is("data[0].name", "'fake'");
              client
                  .ask(
                      "mcpServer/tool/call",
                      "{threadId:'%s',server:'fake',tool:'read',arguments:{}}",
                      threadId)
                  .is("content[0].text", "'what came of it'");
              client
                  .ask(
                      "mcpServer/resource/read",
                      "{threadId:'%s',server:'fake',uri:'fake://a'}",
                      threadId)
                  .is("contents[0].text", "'what is in it'");
            })
        .rule(
            "reload",
            "the configuration is read again",
            bench -> {
              bench.client().ask("config/mcpServer/reload", null).orSkip();
            });
  }

  private static String start(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    Files.writeString(Path.of(client.cwd(), "mcp.sh"), SCRIPT);
    String threadId =
        client
            .ask(
                "thread/start",
                "{cwd:'%s',approvalPolicy:'on-request',sandbox:'workspace-write',"
                    + "config:{mcp_servers:{fake:{command:'sh',args:['%s/mcp.sh']}}}}",
                client.cwd(),
                client.cwd())
            .text("thread.id");
    client.await("mcpServer/startupStatus/updated", "{threadId:'%s',status:'ready'}", threadId);
    return threadId;
  }

  private static void wasShown(Bench bench, String result) {
    RuleBroken.unless(
        bench.modelInput().toString().contains(result), "the model was not shown the result");
  }
}
