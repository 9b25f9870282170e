package dev.heddle.server.conform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sections of threads, and threads that are moved into, within and out of them. */
final class ThreadSectionRules {
  private static final String PINNED = "01984de2-8f74-7c91-a3b2-5c5e937cf318";

  /** What is said to requests that cannot be done; {@code s} is a section, {@code t} a thread. */
  private static final String REFUSED =
      """
      threadSection/create | {name:' '} | -32602 | section name must not be empty
      threadSection/create | {name:'x',appearance:{icon:'{long}'}} | -32602 | section appearance icon must not exceed 64 bytes
      threadSection/create | {name:'x',appearance:{color:'{long}'}} | -32602 | section appearance color must not exceed 64 bytes
      threadSection/update | {sectionId:'{s}',name:''} | -32602 | section name must not be empty
      threadSection/update | {sectionId:' ',name:'x'} | -32602 | sectionId must not be empty
      threadSection/update | {sectionId:'none',name:'x'} | -32602 | thread section not found: none
      threadSection/update | {sectionId:'{pinned}',name:'x'} | -32602 | the built-in pinned section cannot be renamed
      threadSection/delete | {sectionId:'{pinned}'} | -32602 | the built-in pinned section cannot be deleted
      threadSection/delete | {sectionId:''} | -32602 | sectionId must not be empty
      threadSection/delete | {sectionId:'none'} | -32602 | thread section not found: none
      thread/section/move | {threadId:'{t}',sectionId:'none'} | -32600 | section none does not exist
      thread/section/move | {threadId:'{t}',sectionId:''} | -32600 | sectionId must not be empty
      thread/section/move | {threadId:'{t}',sectionId:null,beforeThreadId:'{t}'} | -32600 | beforeThreadId requires a non-null sectionId
      thread/section/move | {threadId:'{t}',sectionId:'{s}',beforeThreadId:'{t}'} | -32600 | thread {t} cannot be moved before itself
      thread/section/move | {threadId:'{t}',sectionId:'{s}',beforeThreadId:'{nobody}'} | -32600 | before thread {nobody} is not in section {s}
      thread/section/move | {threadId:'{t}',sectionId:'{s}',beforeThreadId:'n'} | -32600 | invalid before thread id: …
      thread/list | {sortKey:'section_position'} | -32600 | section-position sorting requires a section filter
      thread/list | {sortKey:'section_position',sectionId:null} | -32600 | section-position sorting requires a section filter
      thread/list | {sortKey:'section_position',sectionId:'{s}',cursor:'x'} | -32600 | invalid cursor: x
      """;

  private ThreadSectionRules() {}

  static Section section() {
    Section section =
        Section.named("sections", "sections of threads")
            .rule(
                "built-in",
                "there is a section for pinned threads, the first of all",
                bench ->
                    bench
                        .client()
                        .ask("threadSection/list", "{}")
                        .orSkip()
                        .is("data[0]", "{id:'%s',name:'Pinned',appearance:null}", PINNED))
            .rule(
                "made-and-changed",
                "a section is made with a trimmed name and changed by member; threads show it",
                ThreadSectionRules::madeAndChanged)
            .rule(
                "pages",
                "sections are listed in the order they were made, in pages that hold each once",
                ThreadSectionRules::pages)
            .rule(
                "moves",
                "a thread comes last or before another, and everybody is told",
                ThreadSectionRules::moves)
            .rule(
                "pages-of-threads",
                "pages of a section hold each thread once, in both directions, and lead back",
                ThreadSectionRules::pagesOfThreads)
            .rule(
                "filters",
                "threads in one section, in another and in none are listed apart",
                ThreadSectionRules::filters)
            .rule(
                "without-a-turn",
                "a thread that somebody put into a section is listed there before its first turn",
                bench -> {
                  Client client = bench.client();
                  String threadId = client.startThread();
                  String id = made(client, "fresh");
                  move(client, threadId, "sectionId:'%s'", id);
                  same(listed(client, "sectionId:'%s'", id), List.of(threadId));
                })
            .rule(
                "archived",
                "an archived thread keeps its section, and can be moved",
                ThreadSectionRules::archived)
            .rule(
                "deleted-section",
                "the threads of a deleted section are in none, archived ones too",
                ThreadSectionRules::deletedSection)
            .rule(
                "killed",
                "sections and moves that were answered are there after kill -9",
                ThreadSectionRules::killed);
    RequestTable.refused(
        section,
        REFUSED,
        client ->
            Map.of(
                "s", made(client, "s"),
                "t", client.startThread(),
                "long", "x".repeat(65),
                "pinned", PINNED,
                "nobody", Client.NOBODY));
    return section;
  }

  private static void madeAndChanged(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    Answer answer =
        client
            .ask("threadSection/create", "{name:'  Work ',appearance:{icon:'i'}}")
            .orSkip()
            .is("section.name", "'Work'")
            .is("section.appearance", "{icon:'i',color:null}");
    String id = answer.text("section.id");
    String threadId = client.threadWithATurn();
    move(client, threadId, "sectionId:'%s'", id);
    client
        .ask("threadSection/update", "{sectionId:'%s',name:' Office '}", id)
        .is("section", "{id:'%s',name:'Office',appearance:{icon:'i',color:null}}", id);
    client.ask("thread/read", "{threadId:'%s'}", threadId).is("thread.section.name", "'Office'");
    client
        .ask("threadSection/update", "{sectionId:'%s',name:'Office',appearance:null}", id)
        .is("section.appearance", "null");
  }

  private static void pages(Bench bench) throws IOException, InterruptedException {
    Client client = bench.connect(bench.newStage());
    List<String> ids = new ArrayList<>();
    ids.add(PINNED);
    for (String name : List.of("z", "a", "z", "m")) {
      ids.add(made(client, name));
    }
    List<String> paged = new ArrayList<>();
    String cursor = "null";
    do {
      Answer page = client.ask("threadSection/list", "{limit:2,cursor:%s}", cursor);
      paged.addAll(page.texts("data", "id"));
      cursor = page.at("nextCursor").toString();
    } while (!cursor.equals("null") && paged.size() < 10);
    same(paged, ids);
    client.ask("threadSection/list", "{limit:0}").hasTexts("data", "id", List.of(PINNED));
  }

  private static void moves(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String id = made(client, "moves");
    String a = client.threadWithATurn();
    String b = client.threadWithATurn();
    String c = client.threadWithATurn();
    move(client, a, "sectionId:'%s'", id);
    move(client, b, "sectionId:'%s',beforeThreadId:null", id);
    move(client, c, "sectionId:'%s',beforeThreadId:'" + b + "'", id);
    same(ordered(client, id, "asc"), List.of(a, c, b));
    move(client, a, "sectionId:'%s'", id);
    same(ordered(client, id, "asc"), List.of(c, b, a));
    client.ask("thread/read", "{threadId:'%s'}", a).is("thread.section.id", "'%s'", id);
    client.ask("thread/section/move", "{threadId:'%s',sectionId:null}", b).result();
    client.await("thread/section/changed", "{threadId:'%s',sectionId:null}", b);
    client
        .ask("thread/read", "{threadId:'%s'}", b)
        .is("thread.section", "null")
        .is("thread.sectionEnteredAt", "null");
    client.ask("thread/fork", "{threadId:'%s',excludeTurns:true}", a).is("thread.section", "null");
  }

  private static void pagesOfThreads(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String id = made(client, "pages");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String threadId = client.startThread();
      move(client, threadId, "sectionId:'%s'", id);
      ids.add(threadId);
    }
    for (String direction : List.of("asc", "desc")) {
      List<String> paged = new ArrayList<>();
      String back = "null";
      String cursor = "null";
      do {
        Answer page =
            client.ask(
                "thread/list",
                "{sectionId:'%s',sortKey:'section_position',sortDirection:'%s',limit:2,cursor:%s}",
                id,
                direction,
                cursor);
        paged.addAll(page.texts("data", "id"));
        cursor = page.at("nextCursor").toString();
        back = page.at("backwardsCursor").toString();
      } while (!cursor.equals("null") && paged.size() < 10);
      List<String> expected = direction.equals("asc") ? ids : ids.reversed();
      same(paged, expected);
      client
          .ask(
              "thread/list",
              "{sectionId:'%s',sortKey:'section_position',sortDirection:'%s',cursor:%s}",
              id,
              direction.equals("asc") ? "desc" : "asc",
              back)
          .hasTexts("data", "id", expected.reversed());
    }
  }

  private static void filters(Bench bench) throws IOException, InterruptedException {
    Client client = bench.connect(bench.newStage());
    String id = made(client, "filters");
    String a = client.threadWithATurn();
    String b = client.threadWithATurn();
    String c = client.threadWithATurn();
    move(client, a, "sectionId:'%s'", id);
    move(client, c, "sectionId:'%s'", id);
    move(client, b, "sectionId:'%s'", PINNED);
    String none = client.threadWithATurn();
    same(listed(client, "sectionId:'%s'", id), List.of(c, a));
    same(listed(client, "sectionId:'%s'", PINNED), List.of(b));
    same(listed(client, "sectionId:%s", "null"), List.of(none));
    same(listed(client, "sectionId:'%s'", "none"), List.of());
    same(listed(client, "limit:%s", "100"), List.of(none, c, b, a));
    same(listed(client, "excludedThreadIds:['" + c + "'],sectionId:'%s'", id), List.of(a));
  }

  private static void archived(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String id = made(client, "archived");
    String other = made(client, "other");
    String threadId = client.threadWithATurn();
    move(client, threadId, "sectionId:'%s'", id);
    client.ask("thread/archive", "{threadId:'%s'}", threadId).result();
    same(listed(client, "sectionId:'%s'", id), List.of());
    same(listed(client, "archived:true,sectionId:'%s'", id), List.of(threadId));
    move(client, threadId, "sectionId:'%s'", other);
    client
        .ask("thread/unarchive", "{threadId:'%s'}", threadId)
        .is("thread.section.id", "'%s'", other);
    same(listed(client, "sectionId:'%s'", other), List.of(threadId));
    client.ask("thread/delete", "{threadId:'%s'}", threadId).result();
    same(listed(client, "sectionId:'%s'", other), List.of());
  }

  private static void deletedSection(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String id = made(client, "deleted");
    String active = client.threadWithATurn();
    String archived = client.threadWithATurn();
    move(client, active, "sectionId:'%s'", id);
    move(client, archived, "sectionId:'%s'", id);
    client.ask("thread/archive", "{threadId:'%s'}", archived).result();
    client.ask("threadSection/delete", "{sectionId:'%s'}", id).result();
    for (String threadId : List.of(active, archived)) {
      client.ask("thread/read", "{threadId:'%s'}", threadId).is("thread.section", "null");
    }
    client
        .ask("threadSection/delete", "{sectionId:'%s'}", id)
        .refused(-32602, "thread section not found: " + id);
  }

  private static void killed(Bench bench) throws IOException, InterruptedException {
    Client client = bench.connect(bench.newStage());
    String id = made(client, "kept");
    String a = client.threadWithATurn();
    String b = client.threadWithATurn();
    move(client, a, "sectionId:'%s'", id);
    client
        .ask("thread/section/move", "{threadId:'%s',sectionId:'%s',beforeThreadId:'%s'}", b, id, a)
        .result();
    client.kill();
    Client after = bench.connect(client.stage());
    after.ask("threadSection/list", "{}").is("data[1].name", "'kept'");
    same(ordered(after, id, "asc"), List.of(b, a));
  }

  private static String made(Client client, String name) throws InterruptedException {
    return client.ask("threadSection/create", "{name:'%s'}", name).orSkip().text("section.id");
  }

  /** Moves a thread, and expects that everybody is told. */
  private static void move(Client client, String threadId, String to, String sectionId)
      throws InterruptedException {
    client
        .ask("thread/section/move", "{threadId:'" + threadId + "'," + to + "}", sectionId)
        .orSkip()
        .result();
    client.await("thread/section/changed", "{threadId:'%s',sectionId:'%s'}", threadId, sectionId);
  }

  private static List<String> ordered(Client client, String sectionId, String direction)
      throws InterruptedException {
    return listed(
        client,
        "sortKey:'section_position',sortDirection:'" + direction + "',sectionId:'%s'",
        sectionId);
  }

  private static List<String> listed(Client client, String params, String value)
      throws InterruptedException {
    return client.ask("thread/list", "{" + params + "}", value).texts("data", "id");
  }

  private static void same(List<String> found, List<String> expected) {
    RuleBroken.unless(found.equals(expected), "it should be " + expected + ", but it is " + found);
  }
}
