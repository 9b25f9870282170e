package dev.heddle.server.conform;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/** Lists and their pages: threads, turns, items. */
final class ListingRules {
  private ListingRules() {}

  /** A home with five threads, of which the last has five turns. */
  private record Library(Client client, List<String> threadIds, List<String> turnIds) {

    /** The one that the rules share. */
    static Library of(Bench bench) throws IOException, InterruptedException {
      Client client = bench.client();
      return bench.once(Library.class, () -> in(client));
    }

    static Library in(Client client) throws InterruptedException {
      List<String> threadIds = new ArrayList<>();
      for (String text : List.of("apples", "pears", "Plums", "pears again")) {
        String threadId = client.startThread();
        client.turn(threadId, "question about " + text);
        threadIds.add(threadId);
      }
      String last = client.startThread("{cwd:'/'}");
      List<String> turnIds = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        turnIds.add(client.turn(last, "question " + i).id());
      }
      threadIds.add(last);
      return new Library(client, threadIds, turnIds);
    }

    String last() {
      return threadIds.getLast();
    }

    /** The ids that are listed with these params. */
    List<String> listed(String params, Object... values) throws InterruptedException {
      return client.ask("thread/list", params, values).texts("data", "id");
    }
  }

  static Section section() {
    return Section.named("listing", "lists of threads, turns and items, and their pages")
        .rule(
            "newest-first",
            "threads are listed with the newest first, or the oldest when that is asked",
            bench -> {
              Library library = Library.of(bench);
              same(library.listed("{sortDirection:'asc'}"), library.threadIds());
              same(library.listed("{}"), library.threadIds().reversed());
              same(library.listed("{sortKey:'updated_at'}"), library.threadIds().reversed());
            })
        .rule(
            "thread-pages",
            "pages of threads hold each thread once, in both directions",
            bench -> {
              Library library = Library.of(bench);
              for (String direction : List.of("asc", "desc")) {
                same(
                    pages(library, "thread/list", "sortDirection:'" + direction + "'", "id"),
                    direction.equals("asc") ? library.threadIds() : library.threadIds().reversed());
              }
            })
        .rule(
            "thread-filters",
            "filters by folder, text, provider, source, and threads left out",
            bench -> {
              Library library = Library.of(bench);
              List<String> ids = library.threadIds();
              same(library.listed("{cwd:'/'}"), List.of(library.last()));
              same(library.listed("{cwd:[]}"), List.of());
              same(library.listed("{searchTerm:'pears'}"), List.of(ids.get(3), ids.get(1)));
              same(library.listed("{searchTerm:'plums'}"), List.of());
              same(library.listed("{modelProviders:['other']}"), List.of());
              same(library.listed("{modelProviders:[]}"), ids.reversed());
              same(library.listed("{sourceKinds:['cli']}"), List.of());
              same(
                  library.listed("{excludedThreadIds:['%s']}", library.last()),
                  ids.subList(0, 4).reversed());
              same(library.listed("{archived:true}"), List.of());
            })
        .rule(
            "thread-limits",
            "a limit of 0 means 1, and one that is too large the largest",
            bench -> {
              Library library = Library.of(bench);
              same(library.listed("{limit:0}"), List.of(library.last()));
              same(library.listed("{limit:100000}"), library.threadIds().reversed());
              library
                  .client()
                  .ask("thread/list", "{cursor:'x'}")
                  .refused(-32600, "invalid cursor: x");
            })
        .rule(
            "after-a-restart",
            "after a restart the same threads are listed, and none is loaded",
            bench -> {
              Library library = Library.in(bench.connect(bench.newStage()));
              library.client().end();
              Client after = bench.connect(library.client().stage());
              after.ask("thread/list", "{}").hasTexts("data", "id", library.threadIds().reversed());
              after.ask("thread/loaded/list", "{}").is("data", "[]");
            })
        .rule(
            "loaded-pages",
            "loaded threads are listed in the order of their ids, in pages that hold each once",
            bench -> {
              Library library = Library.of(bench);
              List<String> paged = new ArrayList<>();
              String cursor = "null";
              do {
                Answer page =
                    library.client().ask("thread/loaded/list", "{limit:2,cursor:%s}", cursor);
                paged.addAll(page.texts("data", ""));
                cursor = page.at("nextCursor").toString();
              } while (!cursor.equals("null") && paged.size() < 10);
              same(paged, library.threadIds().stream().sorted().toList());
            })
        .rule(
            "turn-pages",
            "pages of turns hold each turn once, in both directions, and lead back",
            bench -> {
              Library library = Library.of(bench);
              same(pagesOfLast(library, "thread/turns/list", "asc", "id"), library.turnIds());
              same(
                  pagesOfLast(library, "thread/turns/list", "desc", "id"),
                  library.turnIds().reversed());
            })
        .rule(
            "turns-that-came-later",
            "the cursor for going back from the newest page leads to turns that came later",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              client.turn(threadId, "question 1");
              client.turn(threadId, "question 2");
              JsonElement back =
                  client
                      .ask("thread/turns/list", "{threadId:'%s',limit:1}", threadId)
                      .at("backwardsCursor");
              String later = client.turn(threadId, "question 3").id();
              List<String> newer =
                  client
                      .ask(
                          "thread/turns/list",
                          "{threadId:'%s',cursor:%s,sortDirection:'asc'}",
                          threadId,
                          back)
                      .texts("data", "id");
              RuleBroken.unless(
                  newer.contains(later), "the way back does not lead to the newer turn: " + newer);
              client.ask("thread/archive", "{threadId:'%s'}", threadId).result();
              client.ask("thread/delete", "{threadId:'%s'}", threadId).result();
            })
        .rule(
            "turn-views",
            "turns come without items, with a summary of them, or with all",
            bench -> {
              Library library = Library.of(bench);
              for (String view : List.of("notLoaded", "summary", "full")) {
                Answer page =
                    library
                        .client()
                        .ask(
                            "thread/turns/list",
                            "{threadId:'%s',limit:1,itemsView:'%s'}",
                            library.last(),
                            view);
                page.is("data[0].itemsView", "'%s'", view);
                RuleBroken.unless(
                    page.list("data[0].items").size() == (view.equals("notLoaded") ? 0 : 2),
                    "the items are " + page.at("data[0].items"));
              }
            })
        .rule(
            "item-pages",
            "pages of items hold each item once, in both directions, and of one turn its own",
            bench -> {
              Library library = Library.of(bench);
              List<String> ascending = pagesOfLast(library, "thread/items/list", "asc", "item.id");
              RuleBroken.unless(
                  ascending.size() == 10 && new HashSet<>(ascending).size() == 10,
                  "the items are " + ascending);
              same(
                  pagesOfLast(library, "thread/items/list", "desc", "item.id"),
                  ascending.reversed());
              library
                  .client()
                  .ask(
                      "thread/items/list",
                      "{threadId:'%s',turnId:'%s'}",
                      library.last(),
                      library.turnIds().get(1))
                  .hasTexts("data", "item.id", ascending.subList(2, 4));
            })
        .rule(
            "items-by-id",
            "items of a turn are found by their ids, oldest first, and no others",
            bench -> {
              Library library = Library.of(bench);
              String turn = library.turnIds().get(1);
              List<String> items =
                  library
                      .client()
                      .ask("thread/items/list", "{threadId:'%s',turnId:'%s'}", library.last(), turn)
                      .texts("data", "item.id");
              String read = "{threadId:'%s',turnId:'%s',itemIds:['%s','none','%s']}";
              library
                  .client()
                  .ask("thread/items/read", read, library.last(), turn, items.get(1), items.get(0))
                  .orSkip()
                  .hasTexts("data", "item.id", items);
              library
                  .client()
                  .ask("thread/items/read", "{threadId:'x',turnId:'x',itemIds:[]}")
                  .refused(-32600, "itemIds must contain 1 to 100 IDs");
            })
        .rule(
            "timeline",
            "the timeline holds the beginning, the items and the end of each turn once, in order",
            bench -> {
              Library library = Library.of(bench);
              String threadId = library.last();
              List<String> types = new ArrayList<>();
              List<Long> positions = new ArrayList<>();
              String cursor = "null";
              do {
                Answer page =
                    library
                        .client()
                        .ask(
                            "thread/timeline/list",
                            "{threadId:'%s',limit:3,cursor:%s}",
                            threadId,
                            cursor)
                        .orSkip();
                types.addAll(0, page.texts("data", "type"));
                positions.addAll(
                    0, page.texts("data", "position").stream().map(Long::valueOf).toList());
                cursor = page.at("nextCursor").toString();
              } while (!cursor.equals("null") && types.size() < 40);
              List<String> turn = List.of("turnStarted", "item", "item", "turnCompleted");
              RuleBroken.unless(
                  types.equals(
                      Collections.nCopies(5, turn).stream().flatMap(List::stream).toList()),
                  "the entries are " + types);
              RuleBroken.unless(
                  positions.equals(positions.stream().distinct().sorted().toList()),
                  "the positions are " + positions);
              library
                  .client()
                  .ask("thread/timeline/list", "{threadId:'%s',cursor:'x'}", threadId)
                  .refused(-32600, "invalid thread timeline cursor");
            })
        .rule(
            "search",
            "threads are found by what was said in them, with the words around it",
            bench -> {
              Library library = Library.of(bench);
              Answer found =
                  library.client().ask("thread/search", "{searchTerm:'about apples'}").orSkip();
              found.hasTexts("data", "thread.id", library.threadIds().subList(0, 1));
              RuleBroken.unless(
                  found.text("data[0].snippet").contains("apples"),
                  "the snippet is " + found.text("data[0].snippet"));
              library
                  .client()
                  .ask("thread/search", "{searchTerm:' '}")
                  .refused(-32600, "thread/search requires a non-empty searchTerm");
            })
        .rule(
            "search-occurrences",
            "the places in a thread where something was said are found, in order",
            bench -> {
              Library library = Library.of(bench);
              library
                  .client()
                  .ask(
                      "thread/searchOccurrences",
                      "{threadId:'%s',searchTerm:'QUESTION'}",
                      library.last())
                  .orSkip()
                  .hasTexts("data", "turnId", library.turnIds());
              library
                  .client()
                  .ask("thread/searchOccurrences", "{threadId:'%s',searchTerm:''}", library.last())
                  .refused(-32600, "thread/searchOccurrences requires a non-empty searchTerm");
            })
        .rule(
            "cursors-of-others",
            "a cursor of another list or another thread is refused",
            bench -> {
              Library library = Library.of(bench);
              String last = library.last();
              JsonElement ofItems =
                  library
                      .client()
                      .ask("thread/items/list", "{threadId:'%s',limit:1}", last)
                      .at("nextCursor");
              library
                  .client()
                  .ask("thread/turns/list", "{threadId:'%s',cursor:%s}", last, ofItems)
                  .refusedLike(-32600, "invalid cursor: ");
              library
                  .client()
                  .ask(
                      "thread/items/list",
                      "{threadId:'%s',cursor:%s}",
                      library.threadIds().get(0),
                      ofItems)
                  .refusedLike(-32600, "invalid cursor: ");
            });
  }

  private static List<String> pagesOfLast(
      Library library, String method, String direction, String path) throws InterruptedException {
    String params = "threadId:'" + library.last() + "',sortDirection:'" + direction + "'";
    return pages(library, method, params, path);
  }

  /** What lies at {@code path} in the rows of all pages, two at a time. */
  private static List<String> pages(Library library, String method, String params, String path)
      throws InterruptedException {
    List<String> paged = new ArrayList<>();
    String cursor = "null";
    do {
      Answer page = library.client().ask(method, "{limit:2," + params + ",cursor:%s}", cursor);
      paged.addAll(page.texts("data", path));
      cursor = page.at("nextCursor").toString();
    } while (!cursor.equals("null") && paged.size() < 20);
    return paged;
  }

  private static void same(List<String> found, List<String> expected) {
    RuleBroken.unless(found.equals(expected), "it should be " + expected + ", but it is " + found);
  }
}
