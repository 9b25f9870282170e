package dev.heddle.server.store;

import static dev.heddle.server.store.Failures.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.server.store.ThreadQuery.SortKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Projects: kept whatever happens, and lists of the threads in one or in none. */
interface ProjectsContract extends StoreOnTrial {

  private static ThreadProjects projects(ThreadStore store) {
    return store.projects().orElseThrow();
  }

  private static StoredProject project(String id, long position) {
    Instant now = SampleThread.at(1);
    return new StoredProject(id, "n", List.of("/r"), new TreeMap<>(), position, now, now);
  }

  /** Makes a project of these threads. */
  private void make(String id, String... threadIds) {
    projects(store())
        .change(
            book -> book.with(project(id, book.nextPosition()), "of-" + id, List.of(threadIds)));
  }

  private String thread(int seconds) {
    return SampleThread.stored(store(), SampleThread.of(store(), seconds), "hello " + seconds);
  }

  private List<String> listed(String projectId, boolean unsaid, UnaryOperator<QueryBuilder> query) {
    ProjectFilter filter = new ProjectFilter(projects(store()).book(), projectId, unsaid);
    return SampleThread.ids(store(), q -> query.apply(q.project(filter)));
  }

  @Test
  default void thereAreNoProjectsAtFirst() {
    assertThat(projects(store()).book()).isEqualTo(ProjectBook.EMPTY);
  }

  @Test
  default void projectsAndWhoIsInThemOutliveTheProcess() {
    TreeMap<String, String> metadata = new TreeMap<>();
    metadata.put("", " x ");
    StoredProject first =
        new StoredProject(
            "a", "A", List.of("/r", "/s"), metadata, 0, SampleThread.at(1), SampleThread.at(2));
    ProjectBook changed =
        projects(store())
            .change(book ->
                book.with(first, "one", List.of("t1", "t2"))
                    .with(project("b", 1), "two", List.of("t3"))
                    .withMember("t2", "b"));
    assertThat(changed.members("b")).containsExactly("t2", "t3");
    assertThat(projects(store()).book()).as("afterwards").isEqualTo(changed);
    assertThat(projects(secondProcess()).book()).as("in another process").isEqualTo(changed);
    assertThat(projects(restart()).book()).as("after a restart").isEqualTo(changed);
    ProjectBook without = projects(store()).change(book -> book.without("b"));
    assertThat(without.projectOf("t2")).as("thread of a project that is gone").isNull();
    assertThat(without.madeUnder("two")).as("key of a project that is gone").isEqualTo("b");
    assertThat(projects(restart()).book()).as("without one of them").isEqualTo(without);
  }

  @Test
  default void aChangeOfProjectsThatIsRefusedChangesNothing() {
    make("a");
    ProjectBook before = projects(store()).book();
    assertThatThrownBy(() ->
            projects(store())
                .change(book -> {
                  throw new IllegalStateException("refused");
                }))
        .hasMessage("refused");
    assertThat(projects(store()).book()).isEqualTo(before);
    make("b");
    assertThat(projects(store()).book().projects()).as("a change after that").hasSize(2);
  }

  @Test
  default void projectsOfProcessesAtOnceAreAllKept() throws Exception {
    make("a");
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
              patiently(() -> projects(each).change(book -> book.withMember(id, "a")));
            }
            return null;
          });
      writers.add(writer);
      Thread.ofPlatform().daemon().start(writer);
    }
    for (FutureTask<?> writer : writers) {
      writer.get();
    }
    assertThat(projects(store()).book().members("a")).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  default void theThreadsOfAProjectAreListedInEveryOrder() {
    String a = thread(0);
    String b = thread(1);
    String c = thread(2);
    String other = thread(3);
    make("p", a, b, c);
    make("q", c);
    assertThat(listed("p", false, q -> q)).as("newest first").containsExactly(b, a);
    assertThat(listed("p", false, q -> q.by(SortKey.RECENCY_AT, SortDirection.ASC)))
        .as("least recent first")
        .containsExactly(a, b);
    assertThat(listed("q", false, q -> q)).as("of another").containsExactly(c);
    assertThat(listed(null, false, q -> q)).as("of none").containsExactly(other);
    assertThat(listed("p", false, q -> q.without(b))).as("with another filter").containsExactly(a);
    projects(store()).change(book -> book.withMember(other, "p").withoutMember(a));
    restart();
    assertThat(listed("p", false, q -> q)).as("moved").containsExactly(other, b);
    assertThat(listed(null, false, q -> q)).as("taken out").containsExactly(a);
  }

  @Test
  default void pagesOfALargeProjectShowEveryThreadOnce() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(thread(i));
    }
    String other = thread(5);
    projects(store())
        .change(book -> {
          List<String> many = new ArrayList<>(ids);
          for (int i = 0; i < 1_500; i++) {
            many.add("gone-" + i);
          }
          return book.with(project("p", 0), "k", many);
        });
    List<String> seen = new ArrayList<>();
    ListCursor cursor = null;
    do {
      ProjectFilter filter = new ProjectFilter(projects(store()).book(), "p", false);
      ThreadPage page =
          store()
              .list(new QueryBuilder().limit(2).ascending().project(filter).after(cursor).build());
      page.threads().forEach(thread -> seen.add(thread.id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen).isEqualTo(ids);
    assertThat(listed(null, false, q -> q)).containsExactly(other);
  }

  @Test
  default void threadsThatSayNothingAreListedWhereThatIsWanted() {
    NewThread thread = SampleThread.of(store(), 0);
    try (LiveLog log = store().create(thread)) {
      log.append(List.of(SampleThread.note(0, "silence")));
      log.flush();
    }
    String said = thread(1);
    make("p", thread.threadId(), said, "of-a-thread-that-never-was");
    assertThat(listed("p", false, q -> q)).as("in a list").containsExactly(said);
    assertThat(listed("p", true, QueryBuilder::ascending))
        .as("where that is wanted")
        .containsExactly(thread.threadId(), said);
  }

  @Test
  default void anArchivedThreadStaysInItsProjectAndADeletedOneDoesNot() {
    String a = thread(0);
    String b = thread(1);
    make("p", a, b);
    store().archive(a);
    assertThat(listed("p", false, q -> q)).as("active").containsExactly(b);
    assertThat(listed("p", false, QueryBuilder::archived)).as("archived").containsExactly(a);
    store().unarchive(a);
    store().archive(b);
    store().delete(a);
    store().delete(b);
    assertThat(projects(restart()).book().members("p")).as("deleted").isEmpty();
  }

  @Test
  default void aThreadThatIsClosedBeforeItWasStoredLeavesItsProject() {
    NewThread never = SampleThread.of(store(), 0);
    NewThread stored = SampleThread.of(store(), 1);
    make("p", never.threadId(), stored.threadId());
    try (LiveLog log = store().create(never);
        LiveLog other = store().create(stored)) {
      other.append(List.of(SampleThread.note(1, "stored")));
      other.flush();
      assertThat(log.materialized()).isFalse();
      assertThat(projects(store()).book().members("p")).as("while it is open").hasSize(2);
    }
    assertThat(projects(store()).book().members("p"))
        .as("afterwards")
        .containsExactly(stored.threadId());
  }
}
