package dev.heddle.server.store;

import static dev.heddle.server.store.Failures.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonPrimitive;
import dev.heddle.server.store.ThreadQuery.SortKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Sections: kept whatever happens, and lists of the threads in one or in none. */
interface SectionsContract extends StoreOnTrial {
  String PINNED = SectionBook.PINNED_ID;
  StoredSection WORK = new StoredSection("b-work", "Work", new SectionLook("briefcase", null));
  StoredSection HOME = new StoredSection("c-home", "Home", null);

  private static ThreadSections sections(ThreadStore store) {
    return store.sections().orElseThrow();
  }

  private void put(String sectionId, String... threadIds) {
    for (String id : threadIds) {
      sections(store()).change(book -> book.withMember(id, sectionId, null, SampleThread.T0));
    }
  }

  private String thread(int seconds) {
    return SampleThread.stored(store(), SampleThread.of(store(), seconds), "hello " + seconds);
  }

  private List<String> listed(
      String sectionId, boolean ordered, UnaryOperator<QueryBuilder> query) {
    SectionFilter filter = new SectionFilter(sections(store()).book(), sectionId, ordered);
    return SampleThread.ids(store(), q -> query.apply(q.section(filter)));
  }

  @Test
  default void theBuiltInSectionIsAlwaysThere() {
    assertThat(sections(store()).book()).isEqualTo(SectionBook.EMPTY);
    assertThat(sections(store()).book().sections())
        .containsExactly(new StoredSection(PINNED, "Pinned", null));
  }

  @Test
  default void sectionsAndWhoIsInThemOutliveTheProcess() {
    SectionBook changed =
        sections(store())
            .change(book ->
                book.with(WORK)
                    .with(HOME)
                    .withMember("t1", WORK.id(), null, SampleThread.at(1))
                    .withMember("t2", WORK.id(), "t1", SampleThread.at(2))
                    .withMember("t3", PINNED, null, SampleThread.at(3)));
    assertThat(changed.sections()).extracting(StoredSection::name).contains("Work", "Home");
    assertThat(sections(store()).book()).as("afterwards").isEqualTo(changed);
    assertThat(sections(secondProcess()).book()).as("in another process").isEqualTo(changed);
    assertThat(sections(restart()).book()).as("after a restart").isEqualTo(changed);
    SectionBook without = sections(store()).change(book -> book.without(WORK.id()));
    assertThat(without.member("t1")).as("thread of a section that is gone").isNull();
    assertThat(sections(restart()).book()).as("without one of them").isEqualTo(without);
  }

  @Test
  default void aChangeThatIsRefusedChangesNothing() {
    sections(store()).change(book -> book.with(WORK));
    assertThatThrownBy(() ->
            sections(store())
                .change(book -> {
                  throw new IllegalStateException("refused");
                }))
        .hasMessage("refused");
    assertThat(sections(store()).book()).isEqualTo(SectionBook.EMPTY.with(WORK));
    sections(store()).change(book -> book.with(HOME));
    assertThat(sections(store()).book().sections()).as("a change after that").hasSize(3);
  }

  @Test
  default void changesOfProcessesAtOnceAreAllKept() throws Exception {
    Set<String> expected = new HashSet<>();
    List<FutureTask<?>> writers = new ArrayList<>();
    for (ThreadStore each : List.of(store(), secondProcess())) {
      String prefix = writers.size() + "-";
      for (int i = 0; i < 20; i++) {
        expected.add(prefix + i);
      }
      FutureTask<?> writer =
          new FutureTask<>(() -> {
            for (int i = 0; i < 20; i++) {
              String id = prefix + i;
              patiently(() ->
                  sections(each)
                      .change(book -> book.withMember(id, PINNED, null, SampleThread.T0)));
            }
            return null;
          });
      writers.add(writer);
      Thread.ofPlatform().daemon().start(writer);
    }
    for (FutureTask<?> writer : writers) {
      writer.get();
    }
    assertThat(sections(store()).book().members(PINNED))
        .extracting(SectionMember::threadId)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  default void theThreadsOfASectionAreListedInEveryOrder() {
    String a = thread(0);
    String b = thread(1);
    String c = thread(2);
    String other = thread(3);
    sections(store()).change(book -> book.with(WORK));
    put(PINNED, c, a, b);
    put(WORK.id(), other);
    assertThat(listed(PINNED, true, QueryBuilder::ascending))
        .as("by position")
        .containsExactly(c, a, b);
    assertThat(listed(PINNED, true, q -> q)).as("backwards").containsExactly(b, a, c);
    assertThat(listed(PINNED, false, q -> q)).as("newest first").containsExactly(c, b, a);
    assertThat(listed(PINNED, false, q -> q.by(SortKey.RECENCY_AT, SortDirection.ASC)))
        .as("least recent first")
        .containsExactly(a, b, c);
    assertThat(listed(WORK.id(), true, q -> q)).as("another section").containsExactly(other);
    assertThat(listed("nowhere", false, q -> q)).as("a section that is not there").isEmpty();
    assertThat(listed(null, false, q -> q)).as("in none").isEmpty();
    assertThat(SampleThread.ids(store(), q -> q)).as("all").containsExactly(other, c, b, a);
    sections(store()).change(book -> book.withMember(b, PINNED, c, Instant.EPOCH));
    sections(store()).change(book -> book.withoutMember(a));
    restart();
    assertThat(listed(PINNED, true, QueryBuilder::ascending)).as("moved").containsExactly(b, c);
    assertThat(listed(null, false, q -> q)).as("taken out").containsExactly(a);
  }

  @Test
  default void pagesOfASectionShowEveryThreadOnceWhileOthersMove() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ids.add(thread(i));
    }
    String newcomer = thread(7);
    put(PINNED, ids.toArray(String[]::new));
    for (boolean ordered : List.of(true, false)) {
      List<String> seen = new ArrayList<>();
      ListCursor cursor = null;
      do {
        SectionFilter filter = new SectionFilter(sections(store()).book(), PINNED, ordered);
        ThreadPage page =
            store()
                .list(
                    new QueryBuilder().limit(2).ascending().section(filter).after(cursor).build());
        page.threads().forEach(thread -> seen.add(thread.id()));
        cursor = page.next();
        if (seen.size() == 2) {
          sections(store())
              .change(book ->
                  book.withMember(newcomer, PINNED, ids.get(0), SampleThread.T0)
                      .withoutMember(ids.get(1)));
        }
      } while (cursor != null);
      seen.remove(newcomer);
      assertThat(seen).as("by position: %s", ordered).isEqualTo(ids);
      sections(store())
          .change(book ->
              book.withoutMember(newcomer)
                  .withMember(ids.get(1), PINNED, ids.get(2), SampleThread.T0));
    }
  }

  @Test
  default void otherFiltersCountInASectionToo() {
    String a = thread(0);
    String b = thread(1);
    String elsewhere =
        SampleThread.stored(
            store(),
            SampleThread.of(
                store(),
                Uuid7.next(),
                2,
                SampleThread.meta(new JsonPrimitive("cli"), "other", "/x")),
            "hello elsewhere");
    put(PINNED, elsewhere, b, a);
    assertThat(listed(PINNED, true, q -> q.ascending().cwds("/x"))).containsExactly(elsewhere);
    assertThat(listed(PINNED, true, q -> q.ascending().providers("mock"))).containsExactly(b, a);
    assertThat(listed(PINNED, true, q -> q.ascending().sources("cli"))).containsExactly(elsewhere);
    assertThat(listed(PINNED, true, q -> q.ascending().without(b))).containsExactly(elsewhere, a);
    assertThat(listed(PINNED, true, q -> q.ascending().term("hello 0"))).containsExactly(a);
    assertThat(listed(null, false, q -> q.term("hello"))).isEmpty();
    assertThat(listed(PINNED, true, q -> q.childrenOf(a))).isEmpty();
  }

  @Test
  default void anArchivedThreadStaysInItsSectionAndADeletedOneDoesNot() {
    String a = thread(0);
    String b = thread(1);
    put(PINNED, a, b);
    store().archive(a);
    assertThat(listed(PINNED, true, q -> q)).as("active").containsExactly(b);
    assertThat(listed(PINNED, true, QueryBuilder::archived)).as("archived").containsExactly(a);
    store().unarchive(a);
    assertThat(listed(PINNED, true, QueryBuilder::ascending)).as("back").containsExactly(a, b);
    store().archive(b);
    store().delete(a);
    store().delete(b);
    assertThat(listed(PINNED, true, q -> q)).as("deleted").isEmpty();
    assertThat(sections(restart()).book()).as("sections afterwards").isEqualTo(SectionBook.EMPTY);
  }

  @Test
  default void aThreadThatSaysNothingIsListedInItsSectionOnly() {
    NewThread thread = SampleThread.of(store(), 0);
    try (LiveLog log = store().create(thread)) {
      log.append(List.of(SampleThread.note(0, "silence")));
      log.flush();
    }
    String said = thread(1);
    put(PINNED, "of-a-thread-that-never-was", thread.threadId(), said);
    assertThat(listed(PINNED, true, QueryBuilder::ascending))
        .as("in its section, beside one that is gone")
        .containsExactly(thread.threadId(), said);
    assertThat(SampleThread.ids(store(), q -> q)).as("elsewhere").containsExactly(said);
    sections(store()).change(book -> book.withoutMember(thread.threadId()));
    assertThat(listed(null, false, q -> q)).as("in no section").isEmpty();
  }
}
