package dev.heddle.server.conform;

import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.Json;
import dev.heddle.server.conform.stage.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Projects, and the threads that belong to them. */
final class ProjectRules {
  /** What is said to requests that cannot be done; {@code p} is a project, {@code t} a thread. */
  private static final String REFUSED =
      """
      project/create | {idempotencyKey:' ',name:'x',roots:[]} | -32602 | idempotencyKey must not be empty
      project/create | {idempotencyKey:'{long}',name:'x',roots:[]} | -32602 | idempotencyKey must be at most 512 bytes
      project/create | {idempotencyKey:'k',name:' ',roots:[]} | -32602 | project name must not be empty
      project/create | {idempotencyKey:'k',name:'x',roots:[{path:'/a'},{path:'/b/../a/'}]} | -32602 | duplicate project root: /a
      project/create | {idempotencyKey:'k',name:'x',roots:[{path:'a'}]} | -32600 | Invalid request: …
      project/import | {idempotencyKey:'k',name:'x',roots:[],threads:['{t}','{t}']} | -32602 | duplicate thread id: {t}
      project/import | {idempotencyKey:'k',name:'x',roots:[],threads:['{nobody}']} | -32602 | thread not found: {nobody}
      project/read | {projectId:'none'} | -32602 | project not found: none
      project/update | {projectId:'none'} | -32602 | project not found: none
      project/update | {projectId:'{p}',name:''} | -32602 | project name must not be empty
      project/move | {projectId:'none'} | -32602 | project not found: none
      project/move | {projectId:'{p}',beforeProjectId:'none'} | -32602 | before project not found: none
      project/move | {projectId:'{p}',beforeProjectId:'{p}'} | -32602 | project {p} cannot be moved before itself
      project/delete | {projectId:''} | -32602 | project not found: …
      project/list | {sortDirection:'asc'} | -32602 | sortDirection requires sortKey
      project/list | {cursor:'x'} | -32602 | invalid project cursor: malformed or mismatched sort anchor
      thread/start | {projectId:'none'} | -32600 | project not found: none
      thread/start | {projectId:''} | -32600 | projectId must not be empty
      thread/list | {projectId:'none'} | -32602 | project not found: none
      thread/list | {projectId:''} | -32602 | projectId must not be empty
      thread/metadata/update | {threadId:'{t}',projectId:'none'} | -32600 | project not found: none
      """;

  private ProjectRules() {}

  static Section section() {
    Section section =
        Section.named("projects", "projects")
            .rule(
                "made-and-changed",
                "a project is made with a trimmed name and normalized roots and changed by member",
                ProjectRules::madeAndChanged)
            .rule(
                "made-once",
                "a key makes one project, and none when that was deleted",
                ProjectRules::madeOnce)
            .rule(
                "told",
                "everybody is told of a change before it is answered, and of nothing else",
                ProjectRules::told)
            .rule(
                "withheld",
                "a client without the capability hears nothing of projects",
                ProjectRules::withheld)
            .rule("moves", "a project comes last or before another", ProjectRules::moves)
            .rule("pages", "pages hold each project once, in every order", ProjectRules::pages)
            .rule(
                "recency",
                "a project is as recent as its newest thread that is not archived",
                ProjectRules::recency)
            .rule(
                "threads",
                "a thread is begun in a project, put into another and taken out",
                ProjectRules::threads)
            .rule(
                "filters",
                "threads in one project, in another and in none are listed apart",
                ProjectRules::filters)
            .rule("forks", "a fork is in the project of its source", ProjectRules::forks)
            .rule(
                "ephemeral",
                "a thread that is never stored shows its project when it is made",
                bench -> {
                  Client client = bench.client();
                  String id = made(client, "ephemeral");
                  client
                      .ask("thread/start", "{ephemeral:true,projectId:'%s'}", id)
                      .is("thread.projectId", "'%s'", id);
                  same(listed(client, "projectId:'%s'", id), List.of());
                })
            .rule(
                "imported",
                "an import brings threads along, all of them or none",
                ProjectRules::imported)
            .rule(
                "deleted",
                "the threads of a deleted project are in none, archived ones too",
                ProjectRules::deleted)
            .rule(
                "killed",
                "projects and who is in them are there after kill -9 when that was answered",
                ProjectRules::killed);
    RequestTable.refused(
        section,
        REFUSED,
        client ->
            Map.of(
                "p", made(client, "p"),
                "t", client.threadWithATurn(),
                "long", "x".repeat(513),
                "nobody", Client.NOBODY));
    return section;
  }

  private static void madeAndChanged(Bench bench) throws IOException, InterruptedException {
    Client client = bench.connect(bench.newStage());
    Answer answer =
        client
            .ask(
                "project/create",
                "{idempotencyKey:'k',name:' Work ',roots:[{path:'/a/../b//c/'}],metadata:{x:'y'}}")
            .orSkip()
            .is("project.name", "'Work'")
            .is("project.roots", "[{path:'/b/c'}]")
            .is("project.metadata", "{x:'y'}")
            .is("project.position", "0")
            .is("project.recencyAt", "null");
    String id = answer.text("project.id");
    client
        .ask("project/update", "{projectId:'%s',name:'Office',metadata:{}}", id)
        .is("project.name", "'Office'")
        .is("project.roots", "[{path:'/b/c'}]")
        .is("project.metadata", "{}");
    client
        .ask("project/update", "{projectId:'%s',roots:[]}", id)
        .is("project.name", "'Office'")
        .is("project.roots", "[]");
    client.ask("project/read", "{projectId:'%s'}", id).is("project.name", "'Office'");
  }

  private static void madeOnce(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String id = made(client, "once");
    client
        .ask("project/create", "{idempotencyKey:'once',name:'other',roots:[]}")
        .is("project.id", "'%s'", id)
        .is("project.name", "'once'");
    client
        .ask("project/import", "{idempotencyKey:'once',name:'other',roots:[],threads:['none']}")
        .is("project.id", "'%s'", id);
    client.ask("project/delete", "{projectId:'%s'}", id).result();
    client
        .ask("project/create", "{idempotencyKey:'once',name:'other',roots:[]}")
        .refused(-32602, "idempotency key refers to deleted project: once");
  }

  private static void told(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String next = made(client, "next");
    String id = made(client, "told");
    String changed = "{projectId:'%s',changeType:'%s'}";
    told(client, "update", "name:'new'", id, changed.formatted(id, "updated"));
    told(client, "move", "beforeProjectId:'" + next + "'", id, changed.formatted(id, "updated"));
    int mark = client.mark();
    client.ask("project/update", "{projectId:'%s',name:'new'}", id).result();
    client.ask("project/move", "{projectId:'%s',beforeProjectId:'%s'}", id, next).result();
    RuleBroken.unless(
        client.saidSince(mark).stream().noneMatch(ProjectRules::isChange),
        "what changes nothing should not be told");
    told(client, "delete", "x:1", id, changed.formatted(id, "deleted"));
  }

  private static void told(Client client, String change, String member, String id, String expected)
      throws InterruptedException {
    int mark = client.mark();
    client.ask("project/" + change, "{projectId:'" + id + "'," + member + "}").result();
    client.await("project/changed", expected);
    RuleBroken.unless(
        client.indexOf(mark, ProjectRules::isChange)
            < client.indexOf(mark, message -> message.has("result")),
        "project/" + change + " should be told before it is answered");
  }

  private static boolean isChange(JsonObject message) {
    return "project/changed".equals(Json.string(message, "method"));
  }

  private static void withheld(Bench bench) throws IOException, InterruptedException {
    Stage stage = bench.newStage();
    Client before = bench.connect(stage);
    String id = made(before, "withheld");
    String threadId = before.threadWithATurn();
    put(before, threadId, id);
    before.kill();
    Client client = bench.connect(stage, null);
    int mark = client.mark();
    client.ask("thread/delete", "{threadId:'%s'}", threadId).result();
    client.ask("project/delete", "{projectId:'%s'}", id).refusedLike(-32600, "project/delete");
    RuleBroken.unless(
        client.saidSince(mark).stream().noneMatch(message -> message.toString().contains(id)),
        "nothing should be said of projects");
  }

  private static void moves(Bench bench) throws IOException, InterruptedException {
    Client client = bench.connect(bench.newStage());
    String a = made(client, "a");
    String b = made(client, "b");
    String c = made(client, "c");
    client.ask("project/move", "{projectId:'%s',beforeProjectId:'%s'}", c, b).result();
    same(projects(client, "limit:100"), List.of(a, c, b));
    client.ask("project/move", "{projectId:'%s',beforeProjectId:null}", a).result();
    same(projects(client, "limit:100"), List.of(c, b, a));
    client.ask("project/read", "{projectId:'%s'}", a).is("project.position", "2");
    client.ask("project/delete", "{projectId:'%s'}", b).result();
    same(projects(client, "limit:100"), List.of(c, a));
  }

  private static void pages(Bench bench) throws IOException, InterruptedException {
    Client client = bench.connect(bench.newStage());
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(made(client, "pages " + i));
    }
    for (String key : List.of("position", "recencyAt")) {
      for (String direction : List.of("asc", "desc")) {
        List<String> paged = new ArrayList<>();
        String cursor = "null";
        do {
          Answer page =
              client.ask(
                  "project/list",
                  "{limit:2,sortKey:'%s',sortDirection:'%s',cursor:%s}",
                  key,
                  direction,
                  cursor);
          paged.addAll(page.texts("data", "id"));
          cursor = page.at("nextCursor").toString();
        } while (!cursor.equals("null") && paged.size() < 10);
        same(paged, direction.equals("asc") ? ids : ids.reversed());
      }
    }
  }

  private static void recency(Bench bench) throws IOException, InterruptedException {
    Client client = bench.connect(bench.newStage());
    String none = made(client, "none");
    String one = made(client, "one");
    String threadId = client.threadWithATurn();
    put(client, threadId, one);
    String recency =
        client.ask("thread/read", "{threadId:'%s'}", threadId).at("thread.recencyAt").toString();
    client.ask("project/read", "{projectId:'%s'}", one).is("project.recencyAt", recency);
    for (String direction : List.of("asc", "desc")) {
      same(
          projects(client, "sortKey:'recencyAt',sortDirection:'" + direction + "'"),
          List.of(one, none));
    }
    client.ask("thread/archive", "{threadId:'%s'}", threadId).result();
    client.ask("project/read", "{projectId:'%s'}", one).is("project.recencyAt", "null");
  }

  private static void threads(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String id = made(client, "threads");
    String other = made(client, "threads too");
    String threadId = client.startThread("{projectId:'%s'}", id);
    client.turn(threadId, "hello");
    client.ask("thread/read", "{threadId:'%s'}", threadId).is("thread.projectId", "'%s'", id);
    put(client, threadId, other);
    client.ask("thread/read", "{threadId:'%s'}", threadId).is("thread.projectId", "'%s'", other);
    client
        .ask("thread/metadata/update", "{threadId:'%s',projectId:''}", threadId)
        .is("thread.projectId", "null");
    client.await("thread/project/updated", "{threadId:'%s',projectId:null}", threadId);
    int mark = client.mark();
    client.ask("thread/metadata/update", "{threadId:'%s',projectId:''}", threadId).result();
    RuleBroken.unless(
        client.saidSince(mark).stream()
            .noneMatch(message -> "thread/project/updated".equals(Json.string(message, "method"))),
        "what changes nothing should not be told");
  }

  private static void filters(Bench bench) throws IOException, InterruptedException {
    Client client = bench.connect(bench.newStage());
    String id = made(client, "filters");
    String other = made(client, "filters too");
    String a = client.threadWithATurn();
    String b = client.threadWithATurn();
    String c = client.threadWithATurn();
    put(client, a, id);
    put(client, c, id);
    put(client, b, other);
    String none = client.threadWithATurn();
    same(listed(client, "projectId:'%s'", id), List.of(c, a));
    same(listed(client, "projectId:'%s'", other), List.of(b));
    same(listed(client, "projectId:%s", "null"), List.of(none));
    same(listed(client, "limit:%s", "100"), List.of(none, c, b, a));
    same(listed(client, "excludedThreadIds:['" + c + "'],projectId:'%s'", id), List.of(a));
    Answer page = client.ask("thread/list", "{limit:1,projectId:'%s'}", id);
    page.hasTexts("data", "id", List.of(c));
    client
        .ask("thread/list", "{limit:1,projectId:'%s',cursor:%s}", id, page.at("nextCursor"))
        .hasTexts("data", "id", List.of(a))
        .is("nextCursor", "null");
  }

  private static void forks(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String id = made(client, "forks");
    String threadId = client.threadWithATurn();
    put(client, threadId, id);
    String fork =
        client
            .ask("thread/fork", "{threadId:'%s',excludeTurns:true}", threadId)
            .is("thread.projectId", "'%s'", id)
            .text("thread.id");
    client
        .ask("thread/fork", "{threadId:'%s',excludeTurns:true,ephemeral:true}", threadId)
        .is("thread.projectId", "'%s'", id);
    same(listed(client, "projectId:'%s'", id), List.of(fork, threadId));
  }

  private static void imported(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String old = made(client, "old");
    String a = client.threadWithATurn();
    String b = client.threadWithATurn();
    put(client, a, old);
    String request = "{idempotencyKey:'imported',name:'n',roots:[],threads:['%s','%s']}";
    client
        .ask("project/import", request, a, Client.NOBODY)
        .refused(-32602, "thread not found: " + Client.NOBODY);
    client.ask("thread/read", "{threadId:'%s'}", a).is("thread.projectId", "'%s'", old);
    String id = client.ask("project/import", request, a, b).text("project.id");
    client.await("project/changed", "{projectId:'%s',changeType:'created'}", id);
    for (String threadId : List.of(a, b)) {
      client.await("thread/project/updated", "{threadId:'%s',projectId:'%s'}", threadId, id);
    }
    same(listed(client, "projectId:'%s'", id), List.of(b, a));
    same(listed(client, "projectId:'%s'", old), List.of());
  }

  private static void deleted(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String id = made(client, "deleted");
    String active = client.threadWithATurn();
    String archived = client.threadWithATurn();
    String fresh = client.startThread("{projectId:'%s'}", id);
    put(client, active, id);
    put(client, archived, id);
    client.ask("thread/archive", "{threadId:'%s'}", archived).result();
    same(listed(client, "archived:true,projectId:'%s'", id), List.of(archived));
    client.ask("project/delete", "{projectId:'%s'}", id).result();
    client.await("thread/project/updated", "{threadId:'%s',projectId:null}", active);
    client.turn(fresh, "hello");
    for (String threadId : List.of(active, archived, fresh)) {
      client.ask("thread/read", "{threadId:'%s'}", threadId).is("thread.projectId", "null");
    }
  }

  private static void killed(Bench bench) throws IOException, InterruptedException {
    Client client = bench.connect(bench.newStage());
    String id = made(client, "kept");
    String first = made(client, "first");
    String threadId = client.threadWithATurn();
    client.ask("thread/metadata/update", "{threadId:'%s',projectId:'%s'}", threadId, id).result();
    client.ask("project/move", "{projectId:'%s',beforeProjectId:'%s'}", first, id).result();
    client.kill();
    Client after = bench.connect(client.stage());
    same(projects(after, "limit:10"), List.of(first, id));
    same(listed(after, "projectId:'%s'", id), List.of(threadId));
  }

  private static String made(Client client, String name) throws InterruptedException {
    return client
        .ask("project/create", "{idempotencyKey:'%s',name:'%s',roots:[]}", name, name)
        .orSkip()
        .text("project.id");
  }

  /** Puts a thread into a project, and expects that everybody is told. */
  private static void put(Client client, String threadId, String projectId)
      throws InterruptedException {
    client
        .ask("thread/metadata/update", "{threadId:'%s',projectId:'%s'}", threadId, projectId)
        .is("thread.projectId", "'%s'", projectId);
    client.await("thread/project/updated", "{threadId:'%s',projectId:'%s'}", threadId, projectId);
  }

  private static List<String> projects(Client client, String params) throws InterruptedException {
    return client.ask("project/list", "{" + params + "}").texts("data", "id");
  }

  private static List<String> listed(Client client, String params, String value)
      throws InterruptedException {
    return client.ask("thread/list", "{" + params + "}", value).texts("data", "id");
  }

  private static void same(List<String> found, List<String> expected) {
    RuleBroken.unless(found.equals(expected), "it should be " + expected + ", but it is " + found);
  }
}
