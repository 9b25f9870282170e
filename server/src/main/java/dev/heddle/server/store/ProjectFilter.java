package dev.heddle.server.store;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which threads to list by the project they belong to, as of one moment.
 *
 * @param book the projects at that moment
 * @param projectId the project whose threads to keep; null keeps those in none
 * @param unsaid whether threads are kept in which no user has said anything; only with a project
 */
public record ProjectFilter(ProjectBook book, @Nullable String projectId, boolean unsaid) {
  /** More are found sooner among all threads, in their order. */
  private static final int MOST_CANDIDATES = 1_000;

  /** Whether the filter keeps a thread. */
  public boolean keeps(String threadId) {
    return Objects.equals(projectId, book.projectOf(threadId));
  }

  /**
   * The only threads it can keep, some of which need not exist; null when it is no such list, or a
   * long one of threads that every list shows.
   */
  public @Nullable List<String> candidates() {
    if (projectId == null) {
      return null;
    }
    List<String> members = book.members(projectId);
    return unsaid || members.size() <= MOST_CANDIDATES ? members : null;
  }
}
