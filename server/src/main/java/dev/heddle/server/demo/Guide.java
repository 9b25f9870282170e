package dev.heddle.server.demo;

import java.util.List;
import java.util.Map;

/**
 * What is worth knowing about one method: which members matter, and what the line means.
 *
 * @param params paths of the members shown of a request or notification
 * @param result paths of the members shown of an answer; of a page, those of each element
 * @param meaning said once, below the first such line; empty for none
 */
record Guide(List<String> params, List<String> result, String meaning) {
  private static final Guide UNKNOWN = new Guide(List.of(), List.of(), "");

  private static final List<String> ITEM =
      List.of("item.type", "item.id", "item.content[].text", "item.text");

  private static final Map<String, Guide> BY_METHOD =
      Map.ofEntries(
          Map.entry(
              "initialize",
              new Guide(
                  List.of("clientInfo.name", "clientInfo.version"),
                  List.of("userAgent", "codexHome", "platformOs"),
                  "")),
          Map.entry("initialized", told("no id, so no answer: the client has read the above")),
          Map.entry(
              "thread/start",
              new Guide(
                  List.of(),
                  List.of("thread.id", "thread.status.type", "modelProvider", "approvalPolicy"),
                  "")),
          Map.entry(
              "thread/started",
              told(
                  "a thread is there; every connected client hears of it, and of its turns from now"
                      + " on",
                  "thread.id",
                  "thread.forkedFromId",
                  "thread.status.type")),
          Map.entry(
              "turn/start",
              new Guide(
                  List.of("threadId", "input[].text"), List.of("turn.id", "turn.status"), "")),
          Map.entry(
              "thread/status/changed",
              told("active while a turn runs, idle after it", "threadId", "status.type")),
          Map.entry("turn/started", told("the model is asked", "threadId", "turn.id")),
          Map.entry(
              "item/started",
              new Guide(ITEM, List.of(), "an item begins: a message, a thought, a command...")),
          Map.entry(
              "item/completed",
              new Guide(ITEM, List.of(), "...and is final, with its whole content")),
          Map.entry(
              "item/agentMessage/delta",
              told("a piece of the answer as it streams; the pieces are joined here", "delta")),
          Map.entry(
              "thread/tokenUsage/updated",
              told(
                  "what the model has counted so far",
                  "tokenUsage.total.inputTokens",
                  "tokenUsage.total.outputTokens")),
          Map.entry(
              "account/rateLimits/updated",
              told("what the account has left; an account is not needed here", "rateLimits")),
          Map.entry(
              "turn/completed",
              told(
                  "the turn is over and stored; nothing of it follows this line",
                  "turn.id",
                  "turn.status",
                  "turn.durationMs")),
          Map.entry("thread/name/set", new Guide(List.of("threadId", "name"), List.of(), "")),
          Map.entry("thread/name/updated", told("", "threadId", "threadName")),
          Map.entry(
              "thread/fork",
              new Guide(
                  List.of("threadId", "excludeTurns"),
                  List.of("thread.id", "thread.forkedFromId", "thread.status.type"),
                  "")),
          Map.entry(
              "thread/list",
              new Guide(List.of(), List.of("id", "name", "status.type", "preview"), "")),
          Map.entry(
              "thread/resume",
              new Guide(
                  List.of("threadId", "excludeTurns"),
                  List.of("thread.id", "thread.name", "thread.status.type"),
                  "")),
          Map.entry(
              "thread/turns/list",
              new Guide(
                  List.of("threadId", "sortDirection", "itemsView"),
                  List.of("id", "status", "items[].content[].text", "items[].text"),
                  "")));

  /** The guide to {@code method}; one that shows everything for a method it does not know. */
  static Guide to(String method) {
    return BY_METHOD.getOrDefault(method, UNKNOWN);
  }

  private static Guide told(String meaning, String... params) {
    return new Guide(List.of(params), List.of(), meaning);
  }
}
