package dev.heddle.server.handler;

import dev.heddle.protocol.v2.Project;
import dev.heddle.protocol.v2.ProjectRoot;
import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.ProjectFilter;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredProject;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What clients see of projects. */
final class ProjectViews {
  private final ThreadStore store;

  ProjectViews(ThreadStore store) {
    this.store = store;
  }

  /** A project of this book. */
  Project of(StoredProject project, ProjectBook book) {
    return of(project, recency(project.id(), book));
  }

  static Project of(StoredProject project, @Nullable Instant recency) {
    return new Project(
        project.id(),
        project.name(),
        project.roots().stream().map(ProjectRoot::new).toList(),
        project.metadata(),
        project.position(),
        project.createdAt().getEpochSecond(),
        project.updatedAt().getEpochSecond(),
        recency == null ? null : recency.getEpochSecond());
  }

  /** When the newest thread of a project was last used; null when it has none. */
  @Nullable Instant recency(String projectId, ProjectBook book) {
    if (book.members(projectId).isEmpty()) {
      return null;
    }
    List<StoredThread> newest = threads(projectId, book, 1);
    return newest.isEmpty() ? null : newest.getFirst().recencyAt();
  }

  /** The stored threads of a project that are not archived, those that were used last first. */
  List<StoredThread> threads(String projectId, ProjectBook book, int limit) {
    return store
        .list(
            new ThreadQuery(
                limit,
                null,
                ThreadQuery.SortKey.RECENCY_AT,
                SortDirection.DESC,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                Set.of(),
                null,
                new ProjectFilter(book, projectId, true)))
        .threads();
  }
}
