package dev.heddle.server.store;

import static dev.heddle.server.store.SampleThread.ids;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.store.ThreadQuery.SortKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lists: which threads, in which order, and that walking pages shows each once. */
interface ListContract extends StoreOnTrial {
  @Test
  default void threadsAreOrderedByEverySortKeyInBothDirections() {
    // a is the oldest and the last used; b had the last turn start among the others.
    NewThread a = SampleThread.of(store(), 0);
    NewThread b = SampleThread.of(store(), 100);
    NewThread c = SampleThread.of(store(), 200);
    for (NewThread thread : List.of(a, b, c)) {
      SampleThread.stored(store(), thread, "hello");
    }
    append(b, 300, true);
    append(c, 400, false);
    append(a, 500, true);
    Map<SortKey, List<String>> expected =
        Map.of(
            SortKey.CREATED_AT, List.of(a.threadId(), b.threadId(), c.threadId()),
            SortKey.UPDATED_AT, List.of(b.threadId(), c.threadId(), a.threadId()),
            SortKey.RECENCY_AT, List.of(c.threadId(), b.threadId(), a.threadId()));
    restart();
    expected.forEach((key, ascending) -> {
      assertThat(ids(store(), q -> q.by(key, SortDirection.ASC)))
          .as("%s, oldest first", key)
          .isEqualTo(ascending);
      List<String> descending = new ArrayList<>(ascending);
      Collections.reverse(descending);
      assertThat(ids(store(), q -> q.by(key, SortDirection.DESC)))
          .as("%s, newest first", key)
          .isEqualTo(descending);
    });
  }

  private void append(NewThread thread, int seconds, boolean turn) {
    try (LiveLog log = store().resume(thread.threadId())) {
      log.append(
          turn
              ? SampleThread.turn(thread.historyMode(), "turn-" + seconds, seconds, "more")
              : List.of(SampleThread.note(seconds, "a change without a turn")));
    }
  }

  @Test
  default void tiesAreOrderedByIdInTheDirectionOfThePage() {
    List<String> threads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      threads.add(SampleThread.stored(store(), SampleThread.of(store(), 0), "hello"));
    }
    Collections.sort(threads);
    assertThat(ids(store(), QueryBuilder::ascending)).as("ties ascending").isEqualTo(threads);
    Collections.reverse(threads);
    assertThat(ids(store(), q -> q)).as("ties descending").isEqualTo(threads);
    assertThat(walk(1, SortDirection.DESC, () -> {})).as("ties by pages of 1").isEqualTo(threads);
  }

  @Test
  default void pagesShowEveryThreadOnceWhileThreadsAreAdded() {
    List<String> threads = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      threads.add(SampleThread.stored(store(), SampleThread.of(store(), i / 3), "hello"));
    }
    for (int limit : List.of(1, 2)) {
      for (SortDirection direction : SortDirection.values()) {
        List<String> seen =
            walk(
                limit,
                direction,
                () -> {
                  // Older than all and newer than all: on no page that is still to come, or on it.
                  SampleThread.stored(store(), SampleThread.of(store(), -50), "older");
                  SampleThread.stored(store(), SampleThread.of(store(), 50), "newer");
                });
        assertThat(seen)
            .as("rows by pages of %d, %s", limit, direction)
            .doesNotHaveDuplicates()
            .containsAll(threads);
      }
    }
  }

  private List<String> walk(int limit, SortDirection direction, Runnable afterFirstPage) {
    List<String> seen = new ArrayList<>();
    ListCursor cursor = null;
    do {
      ThreadPage page =
          store()
              .list(
                  new QueryBuilder()
                      .limit(limit)
                      .by(SortKey.CREATED_AT, direction)
                      .after(cursor)
                      .build());
      assertThat(page.threads()).as("rows of a page of %d", limit).hasSizeBetween(1, limit);
      page.threads().forEach(thread -> seen.add(thread.id()));
      if (cursor == null) {
        afterFirstPage.run();
      }
      cursor = page.next();
    } while (cursor != null);
    return seen;
  }

  @Test
  default void theLastPageHasNoCursorAndAnExactOneNeither() {
    SampleThread.stored(store(), SampleThread.of(store(), 0), "a");
    SampleThread.stored(store(), SampleThread.of(store(), 1), "b");
    assertThat(store().list(new QueryBuilder().limit(2).build()).next())
        .as("cursor of a page that holds all")
        .isNull();
    ListCursor next = store().list(new QueryBuilder().limit(1).build()).next();
    assertThat(next).as("cursor of a first page").isNotNull();
    assertThat(store().list(new QueryBuilder().limit(1).after(next).build()).next())
        .as("cursor of the last page")
        .isNull();
  }

  @Test
  default void aCursorWithoutAnIdSkipsItsWholeMillisecond() {
    SampleThread.stored(store(), SampleThread.of(store(), 1), "b1");
    SampleThread.stored(store(), SampleThread.of(store(), 1), "b2");
    String before = SampleThread.stored(store(), SampleThread.of(store(), 0), "a");
    String after = SampleThread.stored(store(), SampleThread.of(store(), 2), "c");
    ListCursor cursor = ListCursor.at(SampleThread.at(1), null);
    assertThat(ids(store(), q -> q.after(cursor))).as("descending").containsExactly(before);
    assertThat(ids(store(), q -> q.after(cursor).ascending()))
        .as("ascending")
        .containsExactly(after);
    ListCursor justAfter = ListCursor.at(SampleThread.at(1).plusMillis(1), null);
    assertThat(ids(store(), q -> q.after(justAfter))).as("one millisecond later").hasSize(3);
  }

  @Test
  default void onlyThreadsAUserSpokeInAreListed() {
    NewThread silent = SampleThread.of(store(), 0);
    try (LiveLog log = store().create(silent)) {
      log.append(List.of(SampleThread.note(1, "no user here")));
    }
    String spoken = SampleThread.stored(store(), SampleThread.of(store(), 1), "hello");
    assertThat(ids(store(), q -> q)).as("list").containsExactly(spoken);
    assertThat(store().read(silent.threadId(), false).preview())
        .as("preview of the unlisted thread, which can be read")
        .isEmpty();
  }

  @Test
  default void anOpenThreadsFlushedRecordsAreListed() {
    NewThread thread = SampleThread.of(store(), 0);
    try (LiveLog log = store().create(thread)) {
      log.append(SampleThread.turn(thread.historyMode(), "turn-1", 1, "first words"));
      log.flush();
      ThreadPage page = store().list(new QueryBuilder().build());
      assertThat(page.threads()).as("list with the log open").hasSize(1);
      assertThat(page.threads().getFirst().preview()).as("preview").isEqualTo("first words");
      assertThat(page.threads().getFirst())
          .as("the row is what read answers")
          .isEqualTo(store().read(thread.threadId(), false));
      assertThat(ids(secondProcess(), q -> q)).as("list of a second process").hasSize(1);
    }
  }

  @Test
  default void filtersKeepWhatTheyName() {
    JsonObject review = new JsonObject();
    review.addProperty("subagent", "review");
    String cli =
        thread(0, SampleThread.meta(new JsonPrimitive("cli"), "mock", "/w"), "Alpha words");
    String exec =
        thread(1, SampleThread.meta(new JsonPrimitive("exec"), "other", "/w/sub"), "beta words");
    String sub = thread(2, SampleThread.meta(review, "mock", "/w"), "gamma words");
    store().update(exec, ThreadPatch.rename("Named One"), false);
    restart();
    ThreadStore store = store();
    assertThat(ids(store, q -> q)).as("no filter").containsExactly(sub, exec, cli);
    assertThat(ids(store, q -> q.sources("cli", "exec"))).as("sources").containsExactly(exec, cli);
    assertThat(ids(store, q -> q.sources("subagent"))).as("a source object").containsExactly(sub);
    assertThat(ids(store, q -> q.sources())).as("no source").isEmpty();
    assertThat(ids(store, q -> q.providers("other"))).as("provider").containsExactly(exec);
    assertThat(ids(store, q -> q.providers())).as("no provider").isEmpty();
    assertThat(ids(store, q -> q.cwds("/w"))).as("directory").containsExactly(sub, cli);
    assertThat(ids(store, q -> q.cwds("/w", "/w/sub"))).as("directories").hasSize(3);
    assertThat(ids(store, q -> q.cwds())).as("no directory").isEmpty();
    assertThat(ids(store, q -> q.term("Alpha"))).as("in a preview").containsExactly(cli);
    assertThat(ids(store, q -> q.term("alpha"))).as("in other case").isEmpty();
    assertThat(ids(store, q -> q.term("Named"))).as("in a name").containsExactly(exec);
    assertThat(ids(store, q -> q.term("beta"))).as("preview of a named one").containsExactly(exec);
    assertThat(ids(store, q -> q.term("%"))).as("no wildcard").isEmpty();
    assertThat(ids(store, q -> q.term("_"))).as("no wildcard either").isEmpty();
    assertThat(ids(store, q -> q.term(""))).as("empty term").hasSize(3);
    assertThat(ids(store, q -> q.without(sub, cli))).as("exclusion").containsExactly(exec);
    assertThat(ids(store, q -> q.without(exec).limit(1)))
        .as("a page is full in spite of what it leaves out")
        .containsExactly(sub);
    assertThat(ids(store, q -> q.providers("mock").limit(2)))
        .as("a page is full in spite of a filter")
        .containsExactly(sub, cli);
  }

  @Test
  default void relationsFollowTheParentsThreadsName() {
    String root = thread(0, meta(null), "root");
    String child = thread(1, meta(root), "child");
    String grandchild = thread(2, meta(child), "grandchild");
    String stranger = thread(3, meta(null), "stranger");
    assertThat(ids(store(), q -> q.childrenOf(root))).as("children").containsExactly(child);
    assertThat(ids(store(), q -> q.descendantsOf(root)))
        .as("descendants")
        .containsExactly(grandchild, child);
    assertThat(ids(store(), q -> q.descendantsOf(stranger))).as("none").isEmpty();
    store().archive(child);
    assertThat(ids(store(), q -> q.descendantsOf(root)))
        .as("descendants through an archived thread")
        .containsExactly(grandchild);
    assertThat(ids(store(), q -> q.descendantsOf(root).archived()))
        .as("archived descendants")
        .containsExactly(child);
  }

  private static JsonObject meta(String parentThreadId) {
    JsonObject meta = SampleThread.meta("vscode");
    if (parentThreadId != null) {
      meta.addProperty("parent_thread_id", parentThreadId);
    }
    return meta;
  }

  private String thread(int seconds, JsonObject meta, String text) {
    return SampleThread.stored(
        store(), SampleThread.of(store(), Uuid7.next(), seconds, meta), text);
  }
}
