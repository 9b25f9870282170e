package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadProjectUpdatedNotification;
import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.ThreadProjects;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.ThreadEvents;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Projects as threads have them: each belongs to one at most. */
final class Projects {
  private Projects() {}

  /** The store's projects; a store without any is refused in the words that clients know. */
  static ThreadProjects of(ThreadStore store) {
    return store.projects().orElseThrow(() -> RpcException.unsupported("projects"));
  }

  static String notFound(String projectId) {
    return "project not found: " + projectId;
  }

  /**
   * Checks that a thread could be put into a project.
   *
   * @throws RpcException when there is no such project
   */
  static void check(ThreadStore store, String projectId) {
    requireFor(of(store).book(), projectId);
  }

  private static void requireFor(ProjectBook book, String projectId) {
    if (book.project(projectId) == null) {
      throw RpcException.invalidRequest(notFound(projectId));
    }
  }

  /** Puts a thread that nobody has heard of yet into a project. */
  static void begin(ThreadStore store, String threadId, String projectId) {
    of(store)
        .change(book -> {
          requireFor(book, projectId);
          return book.withMember(threadId, projectId);
        });
  }

  /**
   * Puts a fork, of which nobody has heard yet, into the project that its source is in, if it is in
   * any.
   */
  static void inherit(ThreadStore store, String sourceId, String childId) {
    if (ThreadPlaces.of(store).projects().projectOf(sourceId) == null) {
      return;
    }
    of(store)
        .change(book -> {
          String projectId = book.projectOf(sourceId);
          return projectId == null ? book : book.withMember(childId, projectId);
        });
  }

  /**
   * Puts a thread into a project, or out of any, and tells everybody of the change.
   *
   * @param projectId null for none
   */
  static void assign(
      ThreadStore store, String threadId, @Nullable String projectId, ThreadEvents events) {
    if (projectId == null && store.projects().isEmpty()) {
      return; // it is in none
    }
    @Nullable String[] before = {null};
    of(store)
        .change(book -> {
          before[0] = book.projectOf(threadId);
          if (projectId == null) {
            return book.withoutMember(threadId);
          }
          requireFor(book, projectId);
          return book.withMember(threadId, projectId);
        });
    if (!Objects.equals(before[0], projectId)) {
      told(threadId, projectId, events);
    }
  }

  /** Tells everybody that a thread belongs to another project now, or to none. */
  static void told(String threadId, @Nullable String projectId, ThreadEvents events) {
    events.toAll(
        threadId,
        ServerNotifications.THREAD_PROJECT_UPDATED,
        new ThreadProjectUpdatedNotification(threadId, projectId));
  }
}
