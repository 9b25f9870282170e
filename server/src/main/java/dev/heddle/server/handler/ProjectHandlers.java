package dev.heddle.server.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.Project;
import dev.heddle.protocol.v2.ProjectChangeType;
import dev.heddle.protocol.v2.ProjectChangedNotification;
import dev.heddle.protocol.v2.ProjectCreateParams;
import dev.heddle.protocol.v2.ProjectCreateResponse;
import dev.heddle.protocol.v2.ProjectDeleteParams;
import dev.heddle.protocol.v2.ProjectDeleteResponse;
import dev.heddle.protocol.v2.ProjectImportParams;
import dev.heddle.protocol.v2.ProjectImportResponse;
import dev.heddle.protocol.v2.ProjectListParams;
import dev.heddle.protocol.v2.ProjectListResponse;
import dev.heddle.protocol.v2.ProjectMoveParams;
import dev.heddle.protocol.v2.ProjectMoveResponse;
import dev.heddle.protocol.v2.ProjectReadParams;
import dev.heddle.protocol.v2.ProjectReadResponse;
import dev.heddle.protocol.v2.ProjectRoot;
import dev.heddle.protocol.v2.ProjectSortKey;
import dev.heddle.protocol.v2.ProjectUpdateParams;
import dev.heddle.protocol.v2.ProjectUpdateResponse;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredProject;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadProjects;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.thread.ThreadEvents;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The requests about projects.
 *
 * <p>As from the peer, everybody is told of a change when it is stored, and before the request that
 * asked for it is answered: of the project first, then of each thread that came or went with it.
 * What changes nothing is not told.
 */
public final class ProjectHandlers {
  private static final int MOST_KEY_BYTES = 512;

  private final ThreadStore store;
  private final ThreadEvents events;
  private final ProjectViews views;
  private final Clock clock;

  ProjectHandlers(ThreadStore store, ThreadEvents events, Clock clock) {
    this.store = store;
    this.events = events;
    this.views = new ProjectViews(store);
    this.clock = clock;
  }

  /** {@code project/list}. */
  public Reply<ProjectListResponse> list(ProjectListParams params, RequestContext context) {
    if (params.sortDirection() != null && params.sortKey() == null) {
      throw RpcException.invalidParams("sortDirection requires sortKey");
    }
    ProjectSortKey key = Objects.requireNonNullElse(params.sortKey(), ProjectSortKey.POSITION);
    boolean byPosition = key == ProjectSortKey.POSITION;
    SortDirection usual = byPosition ? SortDirection.ASC : SortDirection.DESC;
    ProjectCursors order =
        new ProjectCursors(key, TurnPages.direction(params.sortDirection(), usual));
    ProjectCursors.Place after = order.parse(params.cursor());
    ProjectBook book = Projects.of(store).book();
    List<Row> rest = new ArrayList<>();
    for (StoredProject project : book.projects()) {
      Instant recency = byPosition ? null : views.recency(project.id(), book);
      Row row = new Row(project, place(project, recency, byPosition), recency);
      if (after == null || order.compare(row.place(), after) > 0) {
        rest.add(row);
      }
    }
    rest.sort((one, other) -> order.compare(one.place(), other.place()));
    List<Row> page = rest.subList(0, Math.min(TurnPages.limit(params.limit()), rest.size()));
    return Reply.of(
        new ProjectListResponse(
            page.stream()
                .map(row ->
                    byPosition
                        ? views.of(row.project(), book)
                        : ProjectViews.of(row.project(), row.recency()))
                .toList(),
            page.size() < rest.size() ? order.text(page.getLast().place()) : null));
  }

  /** A project in a list, and where it is there. */
  private record Row(
      StoredProject project, ProjectCursors.Place place, @Nullable Instant recency) {}

  private static ProjectCursors.Place place(
      StoredProject project, @Nullable Instant recency, boolean byPosition) {
    Long time = recency == null ? null : Long.valueOf(recency.toEpochMilli());
    return new ProjectCursors.Place(
        byPosition ? Long.valueOf(project.position()) : time, project.id());
  }

  /** {@code project/read}. */
  public Reply<ProjectReadResponse> read(ProjectReadParams params, RequestContext context) {
    ProjectBook book = Projects.of(store).book();
    return Reply.of(new ProjectReadResponse(views.of(existing(book, params.projectId()), book)));
  }

  /** {@code project/create}. */
  public Reply<ProjectCreateResponse> create(ProjectCreateParams params, RequestContext context) {
    return Reply.of(
        new ProjectCreateResponse(
            add(
                params.idempotencyKey(),
                params.name(),
                params.roots(),
                params.metadata(),
                List.of())));
  }

  /** {@code project/import}. */
  public Reply<ProjectImportResponse> importAll(
      ProjectImportParams params, RequestContext context) {
    return Reply.of(
        new ProjectImportResponse(
            add(
                params.idempotencyKey(),
                params.name(),
                params.roots(),
                params.metadata(),
                Objects.requireNonNullElse(params.threads(), List.of()))));
  }

  private Project add(
      String key,
      String givenName,
      List<ProjectRoot> givenRoots,
      @Nullable Map<String, String> metadata,
      List<String> threadIds) {
    List<String> roots = paths(givenRoots);
    checkKey(key);
    refuseTwice(threadIds, "duplicate thread id: ");
    String name = name(givenName);
    refuseTwice(roots, "duplicate project root: ");
    ThreadProjects projects = Projects.of(store);
    if (madeUnder(projects.book(), key) == null) {
      threadIds.forEach(this::checkStored);
    }
    String id = Uuid7.next();
    ProjectBook changed =
        projects.change(book -> {
          if (madeUnder(book, key) != null) {
            return book;
          }
          Instant now = now();
          TreeMap<String, String> kept = new TreeMap<>(metadata == null ? Map.of() : metadata);
          StoredProject added =
              new StoredProject(id, name, roots, kept, book.nextPosition(), now, now);
          return book.with(added, key, threadIds);
        });
    StoredProject made = Objects.requireNonNull(madeUnder(changed, key));
    if (made.id().equals(id)) {
      tell(id, ProjectChangeType.CREATED);
      threadIds.forEach(threadId -> Projects.told(threadId, id, events));
    }
    return views.of(made, changed);
  }

  /** The project that a key stands for; null for a new key. */
  private static @Nullable StoredProject madeUnder(ProjectBook book, String key) {
    String id = book.madeUnder(key);
    StoredProject project = id == null ? null : book.project(id);
    if (id != null && project == null) {
      throw RpcException.invalidParams("idempotency key refers to deleted project: " + key);
    }
    return project;
  }

  /** {@code project/update}. */
  public Reply<ProjectUpdateResponse> update(ProjectUpdateParams params, RequestContext context) {
    List<String> roots = params.roots() == null ? null : paths(params.roots());
    String name = params.name() == null ? null : name(params.name());
    if (roots != null) {
      refuseTwice(roots, "duplicate project root: ");
    }
    String id = params.projectId();
    ProjectBook after =
        changed(
            id,
            ProjectChangeType.UPDATED,
            book -> {
              StoredProject old = existing(book, id);
              return book.with(
                  old.with(
                      name == null ? old.name() : name,
                      roots == null ? old.roots() : roots,
                      params.metadata() == null ? old.metadata() : params.metadata(),
                      now()));
            });
    return Reply.of(new ProjectUpdateResponse(views.of(existing(after, id), after)));
  }

  /** {@code project/move}. */
  public Reply<ProjectMoveResponse> move(ProjectMoveParams params, RequestContext context) {
    String id = params.projectId();
    String before = params.beforeProjectId();
    var unused =
        changed(
            id,
            ProjectChangeType.UPDATED,
            book -> {
              StoredProject project = existing(book, id);
              if (id.equals(before)) {
                throw RpcException.invalidParams(
                    "project " + id + " cannot be moved before itself");
              }
              if (before != null && book.project(before) == null) {
                throw RpcException.invalidParams("before project not found: " + before);
              }
              return book.moved(project.id(), before, now());
            });
    return Reply.of(new ProjectMoveResponse());
  }

  /**
   * {@code project/delete}. Its threads are in none then; as from the peer, that is told of those
   * that are stored and not archived.
   */
  public Reply<ProjectDeleteResponse> delete(ProjectDeleteParams params, RequestContext context) {
    String id = params.projectId();
    ProjectBook[] last = {ProjectBook.EMPTY};
    var unused =
        changed(
            id,
            ProjectChangeType.DELETED,
            book -> {
              last[0] = book;
              return book.without(existing(book, id).id());
            });
    int members = last[0].members(id).size();
    if (members > 0) {
      views.threads(id, last[0], members).stream()
          .map(StoredThread::id)
          .sorted()
          .forEach(threadId -> Projects.told(threadId, null, events));
    }
    return Reply.of(new ProjectDeleteResponse());
  }

  /** Changes the projects, and tells of this one when anything is different then. */
  private ProjectBook changed(
      String id, ProjectChangeType type, UnaryOperator<ProjectBook> change) {
    boolean[] different = {false};
    ProjectBook after =
        Projects.of(store)
            .change(book -> {
              ProjectBook next = change.apply(book);
              different[0] = !next.equals(book);
              return next;
            });
    if (different[0]) {
      tell(id, type);
    }
    return after;
  }

  private void tell(String id, ProjectChangeType type) {
    events.toAll(ServerNotifications.PROJECT_CHANGED, new ProjectChangedNotification(id, type));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void checkStored(String threadId) {
    var unused =
        StoreErrors.orMissing(
            () -> store.read(threadId, true),
            RpcException.of(
                    RpcException.INVALID_PARAMS,
                    ErrorKind.THREAD_NOT_FOUND,
                    "thread not found: " + threadId)
                .onThread(threadId));
  }

  private static StoredProject existing(ProjectBook book, String id) {
    StoredProject project = book.project(id);
    if (project == null) {
      throw RpcException.invalidParams(Projects.notFound(id));
    }
    return project;
  }

  private static void checkKey(String key) {
    if (key.isBlank()) {
      throw RpcException.invalidParams("idempotencyKey must not be empty");
    }
    if (key.getBytes(UTF_8).length > MOST_KEY_BYTES) {
      throw RpcException.invalidParams(
          "idempotencyKey must be at most %d bytes".formatted(MOST_KEY_BYTES));
    }
  }

  private static String name(String given) {
    String name = given.strip();
    if (name.isEmpty()) {
      throw RpcException.invalidParams("project name must not be empty");
    }
    return name;
  }

  private static List<String> paths(List<ProjectRoot> roots) {
    return roots.stream().map(root -> AbsolutePath.of(root.path()).normalize().toString()).toList();
  }

  private static void refuseTwice(List<String> texts, String problem) {
    Set<String> seen = new HashSet<>();
    for (String text : texts) {
      if (!seen.add(text)) {
        throw RpcException.invalidParams(problem + text);
      }
    }
  }
}
