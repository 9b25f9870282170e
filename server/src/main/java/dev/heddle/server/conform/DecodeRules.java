package dev.heddle.server.conform;

import java.util.Map;

/**
 * Params that cannot be decoded: the code, and the text that clients show or match. The order of
 * checks is decoding, then whether the client may, then whether the thread is there.
 */
final class DecodeRules {
  private static final String TABLE =
      """
      no/such/method | {} | -32600 | Invalid request: unknown variant `no/such/method`, expected one of `initialize`, …
      no/such/method | | -32600 | Invalid request: unknown variant `no/such/method`, expected one of `initialize`, …
      thread/loaded/list | | -32600 | Invalid request: missing field `params`
      thread/loaded/list | null | -32600 | Invalid request: missing field `params`
      thread/list | | -32600 | Invalid request: missing field `params`
      thread/read | | -32600 | Invalid request: missing field `params`
      thread/read | {} | -32600 | Invalid request: missing field `threadId`
      thread/resume | {} | -32600 | Invalid request: missing field `threadId`
      thread/fork | {} | -32600 | Invalid request: missing field `threadId`
      thread/turns/list | {} | -32600 | Invalid request: missing field `threadId`
      thread/items/list | {} | -32600 | Invalid request: missing field `threadId`
      thread/archive | {} | -32600 | Invalid request: missing field `threadId`
      thread/unarchive | {} | -32600 | Invalid request: missing field `threadId`
      thread/delete | {} | -32600 | Invalid request: missing field `threadId`
      thread/unsubscribe | {} | -32600 | Invalid request: missing field `threadId`
      thread/name/set | {threadId:'x'} | -32600 | Invalid request: missing field `name`
      thread/metadata/update | {} | -32600 | Invalid request: missing field `threadId`
      thread/memoryMode/set | {threadId:'x'} | -32600 | Invalid request: missing field `mode`
      thread/revert | {threadId:'x'} | -32600 | Invalid request: missing field `beforeTurnId`
      thread/inject_items | {threadId:'x'} | -32600 | Invalid request: missing field `items`
      thread/goal/set | {} | -32600 | Invalid request: missing field `threadId`
      thread/readState/update | {threadId:'x'} | -32600 | Invalid request: missing field `operation`
      turn/start | {threadId:'x'} | -32600 | Invalid request: missing field `input`
      turn/steer | {threadId:'x',input:[]} | -32600 | Invalid request: missing field `expectedTurnId`
      turn/interrupt | {threadId:'x'} | -32600 | Invalid request: missing field `turnId`
      thread/read | {threadId:5} | -32600 | Invalid request: invalid type: integer `5`, expected a string
      thread/read | {threadId:null} | -32600 | Invalid request: invalid type: null, expected a string
      thread/read | {threadId:['x']} | -32600 | Invalid request: invalid type: sequence, expected a string
      thread/read | {threadId:{}} | -32600 | Invalid request: invalid type: map, expected a string
      thread/read | {threadId:true} | -32600 | Invalid request: invalid type: boolean `true`, expected a string
      thread/read | {threadId:'x',includeTurns:'yes'} | -32600 | Invalid request: invalid type: string "yes", expected a boolean
      thread/list | {limit:'x'} | -32600 | Invalid request: invalid type: string "x", expected u32
      thread/list | {limit:-1} | -32600 | Invalid request: invalid value: integer `-1`, expected u32
      thread/list | {limit:1.5} | -32600 | Invalid request: invalid type: floating point `1.5`, expected u32
      thread/list | {limit:4294967296} | -32600 | Invalid request: invalid value: integer `4294967296`, expected u32
      thread/list | {archived:1} | -32600 | Invalid request: invalid type: integer `1`, expected a boolean
      thread/list | {cwd:5} | -32600 | Invalid request: data did not match any variant of untagged enum ThreadListCwdFilter
      thread/list | {modelProviders:'mock'} | -32600 | Invalid request: invalid type: string "mock", expected a sequence
      thread/loaded/list | {cursor:5} | -32600 | Invalid request: invalid type: integer `5`, expected a string
      thread/turns/list | {threadId:'x',limit:-1} | -32600 | Invalid request: invalid value: integer `-1`, expected u32
      turn/start | {threadId:'x',input:'hi'} | -32600 | Invalid request: invalid type: string "hi", expected a sequence
      turn/start | {threadId:'x',input:[{}]} | -32600 | Invalid request: missing field `type`
      turn/start | {threadId:'x',input:[5]} | -32600 | Invalid request: invalid type: integer `5`, expected internally tagged enum UserInput
      turn/start | {threadId:'x',input:[{type:'text'}]} | -32600 | Invalid request: missing field `text`
      thread/name/set | {threadId:'x',name:5} | -32600 | Invalid request: invalid type: integer `5`, expected a string
      thread/inject_items | {threadId:'x',items:5} | -32600 | Invalid request: invalid type: integer `5`, expected a sequence
      thread/list | {sortKey:'zzz'} | -32600 | Invalid request: unknown variant `zzz`, expected one of `created_at`, `updated_at`, `recency_at`, `section_position`
      thread/list | {sortDirection:'up'} | -32600 | Invalid request: unknown variant `up`, expected `asc` or `desc`
      thread/list | {sourceKinds:['zzz']} | -32600 | Invalid request: unknown variant `zzz`, expected one of `cli`, `vscode`, …
      thread/turns/list | {threadId:'x',itemsView:'most'} | -32600 | Invalid request: unknown variant `most`, expected one of `notLoaded`, `summary`, `full`
      turn/start | {threadId:'x',input:[{type:'zzz'}]} | -32600 | Invalid request: unknown variant `zzz`, expected one of `text`, `image`, …
      thread/start | {sandbox:'zz'} | -32600 | Invalid request: unknown variant `zz`, expected one of `read-only`, `workspace-write`, `danger-full-access`
      thread/start | {approvalPolicy:'zz'} | -32600 | Invalid request: unknown variant `zz`, expected one of `untrusted`, `on-request`, `granular`, `never`
      thread/start | {historyMode:'zz'} | -32600 | Invalid request: unknown variant `zz`, expected `legacy` or `paginated`
      thread/goal/set | {threadId:'x',status:'zz'} | -32600 | Invalid request: unknown variant `zz`, expected one of `active`, `paused`, …
      thread/memoryMode/set | {threadId:'x',mode:'zz'} | -32600 | Invalid request: unknown variant `zz`, expected `enabled` or `disabled`
      thread/readState/update | {threadId:'x',operation:{type:'zz'},expectedRevision:'x'} | -32600 | Invalid request: unknown variant `zz`, expected `read` or `unread`
      thread/start | {permissionProfile:'x'} | -32602 | `permissionProfile` is no longer supported for `thread/start`; use `permissions` with a named profile id instead
      thread/resume | {threadId:'x',permissionProfile:'x'} | -32602 | `permissionProfile` is no longer supported for `thread/resume`; use `permissions` with a named profile id instead
      thread/fork | {threadId:'x',permissionProfile:'x'} | -32602 | `permissionProfile` is no longer supported for `thread/fork`; use `permissions` with a named profile id instead
      turn/start | {threadId:'x',permissionProfile:'x'} | -32602 | `permissionProfile` is no longer supported for `turn/start`; use `permissions` with a named profile id instead
      """;

  private DecodeRules() {}

  static Section section() {
    Section section = Section.named("decode", "params that cannot be decoded");
    for (RequestTable.Row row : RequestTable.parse("", TABLE)) {
      section.rule(
          row.name(),
          row.method() + " " + row.params() + " is refused: " + row.text(),
          bench -> row.check(bench.client(), Map.of()));
    }
    return section;
  }
}
