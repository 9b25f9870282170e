package dev.heddle.server.conform;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of errors: the state that a thread is in, and what each method says to it. */
final class ErrorRules {
  private static final String NOT_HEX =
      "invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-],"
          + " found `n` at 1";

  private static final String UNKNOWN =
      """
      thread/read | {threadId:'{id}'} | -32600 | thread not loaded: {id}
      thread/read | {threadId:'{id}',includeTurns:true} | -32600 | thread not loaded: {id}
      thread/turns/list | {threadId:'{id}'} | -32600 | thread not loaded: {id}
      thread/items/list | {threadId:'{id}'} | -32601 | thread/items/list is not supported yet
      thread/resume | {threadId:'{id}',excludeTurns:true} | -32600 | no rollout found for thread id {id}
      thread/resume | {threadId:'{id}',history:[]} | -32600 | history must not be empty
      thread/fork | {threadId:'{id}',excludeTurns:true} | -32600 | no rollout found for thread id {id}
      thread/name/set | {threadId:'{id}',name:'n'} | -32600 | no rollout found for thread id {id}
      thread/metadata/update | {threadId:'{id}',gitInfo:{branch:'b'}} | -32600 | no rollout found for thread id {id}
      thread/memoryMode/set | {threadId:'{id}',mode:'enabled'} | -32600 | no rollout found for thread id {id}
      thread/section/move | {threadId:'{id}',sectionId:null} | -32600 | thread not found: {id}
      thread/goal/get | {threadId:'{id}'} | -32600 | thread not found: {id}
      thread/goal/set | {threadId:'{id}',objective:'o',status:'paused'} | -32600 | thread not found: {id}
      thread/goal/clear | {threadId:'{id}'} | -32600 | thread not found: {id}
      thread/inject_items | {threadId:'{id}',items:[{type:'message',role:'user',content:[{type:'input_text',text:'i'}]}]} | -32600 | thread not found: {id}
      thread/settings/update | {threadId:'{id}',model:'m'} | -32600 | thread not found: {id}
      turn/start | {threadId:'{id}',input:[{type:'text',text:'x'}]} | -32600 | thread not found: {id}
      turn/steer | {threadId:'{id}',input:[{type:'text',text:'x'}],expectedTurnId:'{nobody}'} | -32600 | thread not found: {id}
      turn/interrupt | {threadId:'{id}',turnId:'{nobody}'} | -32600 | thread not found: {id}
      turn/interrupt | {threadId:'{id}',turnId:''} | -32600 | thread not found: {id}
      thread/revert | {threadId:'{id}',beforeTurnId:'{nobody}'} | -32600 | thread not found: {id}
      thread/unarchive | {threadId:'{id}'} | -32600 | no archived rollout found for thread id {id}
      thread/unsubscribe | {threadId:'{id}'} | OK | {status:'notLoaded'}
      thread/archive | {threadId:'{id}'} | -32600 | no rollout found for thread id {id}
      thread/delete | {threadId:'{id}'} | -32600 | no rollout found for thread id {id}
      """;

  private static final String NO_ID =
      """
      thread/read | {threadId:'not-a-uuid'} | -32600 | invalid thread id: {uuid}
      thread/turns/list | {threadId:'not-a-uuid'} | -32600 | invalid thread id: {uuid}
      thread/items/list | {threadId:'not-a-uuid'} | -32600 | invalid thread id: {uuid}
      thread/resume | {threadId:'not-a-uuid',excludeTurns:true} | -32600 | invalid session id: {uuid}
      thread/fork | {threadId:'not-a-uuid',excludeTurns:true} | -32600 | invalid session id: {uuid}
      thread/name/set | {threadId:'not-a-uuid',name:'n'} | -32600 | invalid thread id: {uuid}
      thread/section/move | {threadId:'not-a-uuid',sectionId:null} | -32600 | invalid thread id: {uuid}
      thread/goal/get | {threadId:'not-a-uuid'} | -32600 | invalid thread id: {uuid}
      turn/start | {threadId:'not-a-uuid',input:[]} | -32600 | invalid thread id: {uuid}
      turn/interrupt | {threadId:'not-a-uuid',turnId:''} | -32600 | invalid thread id: {uuid}
      thread/unarchive | {threadId:'not-a-uuid'} | -32600 | invalid session id: {uuid}
      thread/archive | {threadId:'not-a-uuid'} | -32600 | invalid session id: {uuid}
      thread/delete | {threadId:'not-a-uuid'} | -32600 | invalid thread id: {uuid}
      thread/read | {threadId:''} | -32600 | invalid thread id: invalid length: expected length 32 for simple format, found 0
      thread/read | {threadId:'00000000000070008000000000000000'} | -32600 | thread not loaded: {nobody}
      thread/read | {threadId:'urn:uuid:00000000-0000-7000-8000-000000000000'} | -32600 | thread not loaded: {nobody}
      """;

  private static final String ARCHIVED =
      """
      thread/read | {threadId:'{id}',includeTurns:true} | OK | {}
      thread/turns/list | {threadId:'{id}'} | OK | {}
      thread/items/list | {threadId:'{id}'} | OK | {}
      thread/resume | {threadId:'{id}',excludeTurns:true} | -32600 | session {id} is archived. Run `codex unarchive {id}` to unarchive it first.
      thread/fork | {threadId:'{id}',excludeTurns:true} | -32600 | session {id} is archived. Run `codex unarchive {id}` to unarchive it first.
      thread/name/set | {threadId:'{id}',name:'n'} | -32600 | no rollout found for thread id {id}
      thread/metadata/update | {threadId:'{id}',gitInfo:{branch:'b'}} | OK | {}
      thread/memoryMode/set | {threadId:'{id}',mode:'enabled'} | -32600 | no rollout found for thread id {id}
      thread/section/move | {threadId:'{id}',sectionId:null} | OK | {}
      thread/inject_items | {threadId:'{id}',items:[{type:'message',role:'user',content:[]}]} | -32600 | thread not found: {id}
      turn/start | {threadId:'{id}',input:[]} | -32600 | thread not found: {id}
      turn/interrupt | {threadId:'{id}',turnId:''} | -32600 | thread not found: {id}
      thread/revert | {threadId:'{id}',beforeTurnId:'{nobody}'} | -32600 | thread not found: {id}
      thread/unsubscribe | {threadId:'{id}'} | OK | {status:'notLoaded'}
      thread/archive | {threadId:'{id}'} | -32600 | no rollout found for thread id {id}
      """;

  private static final String EPHEMERAL =
      """
      thread/read | {threadId:'{id}'} | OK | {thread:{path:null,ephemeral:true}}
      thread/read | {threadId:'{id}',includeTurns:true} | -32600 | ephemeral threads do not support includeTurns
      thread/resume | {threadId:'{id}'} | -32600 | no rollout found for thread id {id}
      thread/fork | {threadId:'{id}'} | -32600 | no rollout found for thread id {id}
      thread/name/set | {threadId:'{id}',name:'n'} | -32600 | ephemeral thread does not support metadata updates: {id}
      thread/metadata/update | {threadId:'{id}',gitInfo:{branch:'b'}} | -32600 | ephemeral thread does not support metadata updates: {id}
      thread/section/move | {threadId:'{id}',sectionId:null} | -32600 | ephemeral thread does not support section moves: {id}
      thread/goal/get | {threadId:'{id}'} | -32600 | ephemeral thread does not support goals: {id}
      thread/goal/set | {threadId:'{id}',objective:'o'} | -32600 | ephemeral thread does not support goals: {id}
      thread/archive | {threadId:'{id}'} | -32600 | no rollout found for thread id {id}
      thread/delete | {threadId:'{id}'} | -32600 | thread is not persisted and cannot be deleted: {id}
      thread/revert | {threadId:'{id}',beforeTurnId:'{nobody}'} | -32600 | ephemeral threads do not support thread/revert
      """;

  private static final String IDLE =
      """
      turn/steer | {threadId:'{id}',input:[{type:'text',text:'x'}],expectedTurnId:'{nobody}'} | -32600 | no active turn to steer
      turn/interrupt | {threadId:'{id}',turnId:'{nobody}'} | -32600 | no active turn to interrupt
      turn/interrupt | {threadId:'{id}',turnId:''} | OK | {}
      thread/name/set | {threadId:'{id}',name:' '} | -32600 | thread name must not be empty
      thread/metadata/update | {threadId:'{id}'} | -32600 | thread metadata update must include at least one field
      thread/metadata/update | {threadId:'{id}',gitInfo:{}} | -32600 | gitInfo must include at least one field
      thread/metadata/update | {threadId:'{id}',gitInfo:{branch:' '}} | -32600 | gitInfo.branch must not be empty
      thread/inject_items | {threadId:'{id}',items:[]} | -32600 | items must not be empty
      thread/goal/set | {threadId:'{id}',objective:' '} | -32600 | goal objective must not be empty
      thread/goal/set | {threadId:'{id}',status:'paused'} | -32600 | cannot update goal for thread {id}: no goal exists
      thread/goal/set | {threadId:'{id}',objective:'x',tokenBudget:0} | -32600 | goal budgets must be positive when provided
      thread/fork | {threadId:'{id}',lastTurnId:'{nobody}'} | -32600 | turn not found: {nobody}
      thread/fork | {threadId:'{id}',lastTurnId:'{nobody}',beforeTurnId:'{nobody}'} | -32600 | `beforeTurnId` cannot be combined with `lastTurnId`
      thread/revert | {threadId:'{id}',beforeTurnId:'{nobody}'} | -32600 | turn not found: {nobody}
      thread/turns/list | {threadId:'{id}',cursor:'x'} | -32600 | invalid cursor: x
      turn/start | {threadId:'{id}',input:[{type:'image',url:'https://example.invalid/y.png'}]} | -32600 | remote image URLs are not supported; use an inline data URL instead
      """;

  private static final String COLD =
      """
      thread/read | {threadId:'{id}'} | OK | {thread:{status:{type:'notLoaded'}}}
      thread/turns/list | {threadId:'{id}'} | OK | {}
      thread/items/list | {threadId:'{id}'} | OK | {}
      thread/name/set | {threadId:'{id}',name:'n'} | OK | {}
      thread/metadata/update | {threadId:'{id}',gitInfo:{branch:'b'}} | OK | {}
      thread/memoryMode/set | {threadId:'{id}',mode:'enabled'} | OK | {}
      thread/section/move | {threadId:'{id}',sectionId:null} | OK | {}
      thread/goal/set | {threadId:'{id}',objective:'o',status:'paused'} | OK | {}
      thread/goal/get | {threadId:'{id}'} | OK | {goal:{objective:'o'}}
      thread/goal/clear | {threadId:'{id}'} | OK | {cleared:true}
      thread/inject_items | {threadId:'{id}',items:[{type:'message',role:'user',content:[]}]} | -32600 | thread not found: {id}
      thread/settings/update | {threadId:'{id}',model:'m'} | -32600 | thread not found: {id}
      turn/start | {threadId:'{id}',input:[]} | -32600 | thread not found: {id}
      turn/steer | {threadId:'{id}',input:[],expectedTurnId:'{nobody}'} | -32600 | thread not found: {id}
      turn/interrupt | {threadId:'{id}',turnId:''} | -32600 | thread not found: {id}
      thread/revert | {threadId:'{id}',beforeTurnId:'{nobody}'} | -32600 | thread not found: {id}
      thread/unsubscribe | {threadId:'{id}'} | OK | {status:'notLoaded'}
      thread/unarchive | {threadId:'{id}'} | -32600 | no archived rollout found for thread id {id}
      thread/fork | {threadId:'{id}',excludeTurns:true} | OK | {thread:{forkedFromId:'{id}'}}
      """;

  /** Makes a thread of the state that a table is about. */
  private interface Maker {
    String make(Client client) throws InterruptedException;
  }

  private ErrorRules() {}

  static Section section() {
    Section section = Section.named("errors", "what each method says to each state of a thread");
    add(section, "unknown ", UNKNOWN, client -> Client.NOBODY);
    add(section, "no-id ", NO_ID, client -> Client.NOBODY);
    add(section, "idle ", IDLE, Client::threadWithATurn);
    add(section, "archived ", ARCHIVED, ErrorRules::archived);
    add(
        section,
        "ephemeral ",
        EPHEMERAL,
        client -> client.startThread("{cwd:'%s',ephemeral:true}", client.cwd()));
    return section
        .rule(
            "cold",
            "each method says the right thing to a thread that is stored but not loaded",
            ErrorRules::cold)
        .rule(
            "too-long-input",
            "more text than a turn may have is refused, with how much it may have",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              Answer answer =
                  client.ask(
                      "turn/start",
                      "{threadId:'%s',input:[{type:'text',text:'%s'}]}",
                      threadId,
                      "x".repeat((1 << 20) + 1));
              answer.refused(-32602, "Input exceeds the maximum length of 1048576 characters.");
              RuleBroken.unless(
                  WireText.json("1048577")
                      .equals(WireText.at(answer.message(), "error.data.actual_chars")),
                  "error.data.actual_chars is missing: " + answer.message());
            })
        .rule(
            "errors-are-whole",
            "every error has a code and a text, and the id of its request",
            bench -> {
              Client client = bench.client();
              for (String method : List.of("no/such", "thread/read", "thread/fork")) {
                Answer answer = client.ask(method, "{}");
                RuleBroken.unless(
                    WireText.at(answer.message(), "error.code") != null
                        && WireText.at(answer.message(), "error.message") != null,
                    "not a whole error: " + answer.message());
              }
            });
  }

  private static void add(Section section, String prefix, String table, Maker maker) {
    for (RequestTable.Row row : RequestTable.parse(prefix, table)) {
      section.rule(
          row.name(),
          row.method()
              + " "
              + row.params()
              + (row.code().equals("OK") ? " works" : " is refused: " + row.text()),
          bench -> {
            Client client = bench.client();
            row.check(client, values(maker.make(client)));
          });
    }
  }

  private static Map<String, String> values(String threadId) {
    Map<String, String> values = new HashMap<>();
    values.put("id", threadId);
    values.put("nobody", Client.NOBODY);
    values.put("uuid", NOT_HEX);
    return values;
  }

  private static String archived(Client client) throws InterruptedException {
    String threadId = client.threadWithATurn();
    client.ask("thread/archive", "{threadId:'%s'}", threadId).result();
    client.await("thread/archived", "{threadId:'%s'}", threadId);
    return threadId;
  }

  private static void cold(Bench bench) throws IOException, InterruptedException {
    Client before = bench.connect(bench.newStage());
    String threadId = before.threadWithATurn();
    before.end();
    Client after = bench.connect(before.stage());
    for (RequestTable.Row row : RequestTable.parse("", COLD)) {
      row.check(after, values(threadId));
    }
  }
}
