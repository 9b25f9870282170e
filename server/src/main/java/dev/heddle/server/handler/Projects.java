package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadProjectUpdatedNotification;
import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.ThreadProjects;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.ThreadEvents;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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

  /** Makes a thread, of which nobody has heard yet, in a project. */
  static LiveThread begin(
      ThreadStore store, String threadId, String projectId, Supplier<LiveThread> making) {
    return joining(
        store,
        threadId,
        book -> {
          requireFor(book, projectId);
          return book.withMember(threadId, projectId);
        },
        making);
  }

  /** Makes a fork, of which nobody has heard yet, in the project of its source, if it has any. */
  static LiveThread inherit(
      ThreadStore store, String sourceId, String childId, Supplier<LiveThread> making) {
    if (ThreadPlaces.of(store).projects().projectOf(sourceId) == null) {
      return making.get();
    }
    return joining(
        store,
        childId,
        book -> {
          String projectId = book.projectOf(sourceId);
          return projectId == null ? book : book.withMember(childId, projectId);
        },
        making);
  }

  /** What a thread belongs to is stored before it is; one that cannot be made belongs to none. */
  private static LiveThread joining(
      ThreadStore store,
      String threadId,
      UnaryOperator<ProjectBook> change,
      Supplier<LiveThread> making) {
    of(store).change(change);
    try {
      return making.get();
    } catch (RuntimeException | Error refusal) {
      try {
        of(store).change(book -> book.withoutMember(threadId));
      } catch (ThreadStoreException e) {
        refusal.addSuppressed(e); // it stays, as a member that no list finds
      }
      throw refusal;
    }
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
