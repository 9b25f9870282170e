package dev.heddle.server.conform;

import java.util.List;

/** What clients ask for when they start; a server may leave out what it has nothing of. */
final class QueryRules {

  /**
   * The requests, what the result has, and whether a client cannot do without.
   *
   * @param members names that the result must have, separated by commas
   */
  private record Query(String method, String params, String members, boolean needed) {}

  private static final List<Query> QUERIES =
      List.of(
          new Query("model/list", "{}", "data,nextCursor", true),
          new Query("config/read", "{}", "config,origins", true),
          new Query("configRequirements/read", "", "requirements", false),
          new Query("account/read", "{}", "account,requiresOpenaiAuth", true),
          new Query("skills/list", "{}", "data", true),
          new Query("hooks/list", "{}", "data", false),
          new Query("mcpServerStatus/list", "{}", "data,nextCursor", true),
          new Query("experimentalFeature/list", "{}", "data,nextCursor", false),
          new Query("collaborationMode/list", "{}", "data", false),
          new Query("permissionProfile/list", "{}", "data,nextCursor", false),
          new Query("modelProvider/list", "{}", "data", false),
          new Query("modelProvider/capabilities/read", "{}", "imageGeneration,webSearch", false),
          new Query("server/diagnostics", "{}", "process,gauges", false),
          new Query("thread/loaded/list", "{}", "data,nextCursor", true),
          new Query("thread/list", "{}", "data,nextCursor,backwardsCursor", true));

  private QueryRules() {}

  static Section section() {
    Section section = Section.named("queries", "what clients ask for when they start");
    for (Query query : QUERIES) {
      section.rule(
          query.method().replace('/', '-'),
          query.method() + " is answered with " + query.members(),
          bench -> {
            Answer answer =
                bench
                    .client()
                    .ask(query.method(), query.params().isEmpty() ? null : query.params());
            if (!query.needed()) {
              answer = answer.orSkip();
            }
            for (String member : query.members().split(",")) {
              answer.at(member);
            }
          });
    }
    return section
        .rule(
            "configuration",
            "the configuration that is read is that of the home",
            bench ->
                bench
                    .client()
                    .ask("config/read", "{}")
                    .is("config.model", "'mock-model'")
                    .is("config.model_provider", "'mock'"))
        .rule(
            "configuration-write",
            "a written value is in force, and gone when it is removed",
            bench -> {
              Client client = bench.client();
              client
                  .ask(
                      "config/value/write",
                      "{keyPath:'model_reasoning_summary',value:'detailed',mergeStrategy:'replace'}")
                  .orSkip()
                  .is("status", "'ok'");
              client
                  .ask("config/read", "{}")
                  .is("config.model_reasoning_summary", "'detailed'")
                  .is("config.model", "'mock-model'");
              client
                  .ask(
                      "config/batchWrite",
                      "{edits:[{keyPath:'model_reasoning_summary',value:null,"
                          + "mergeStrategy:'replace'}]}")
                  .is("status", "'ok'");
              client.ask("config/read", "{}").is("config.model_reasoning_summary", "null");
            })
        .rule(
            "skill-switch",
            "a skill is switched off and on again by its name",
            bench -> {
              Client client = bench.client();
              client
                  .ask("skills/config/write", "{name:'no-such-skill',enabled:false}")
                  .orSkip()
                  .is("effectiveEnabled", "false");
              client
                  .ask("skills/config/write", "{name:'no-such-skill',enabled:true}")
                  .is("effectiveEnabled", "true");
            })
        .rule(
            "skill-roots",
            "folders of skills are set and taken back; a relative one is refused",
            bench -> {
              Client client = bench.client();
              client.ask("skills/extraRoots/set", "{extraRoots:['/no-such-folder']}").orSkip();
              client
                  .ask("skills/extraRoots/set", "{extraRoots:['relative']}")
                  .refused(
                      -32600, "Invalid request: AbsolutePathBuf deserialized without a base path");
              client.ask("skills/extraRoots/set", "{extraRoots:[]}").holds("{}");
            })
        .rule(
            "no-account",
            "without an account there is none, and no rate limits",
            bench -> {
              bench.client().ask("account/read", "{}").is("account", "null");
              Answer limits = bench.client().ask("account/rateLimits/read", null);
              RuleBroken.unless(!limits.isResult(), "there are rate limits: " + limits.message());
            })
        .rule(
            "background-terminals",
            "a thread without background terminals has an empty list of them",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              client
                  .ask("thread/backgroundTerminals/list", "{threadId:'%s'}", threadId)
                  .orSkip()
                  .is("data", "[]");
            });
  }
}
