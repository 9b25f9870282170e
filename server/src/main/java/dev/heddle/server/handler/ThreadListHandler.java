package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ApiThread;
import dev.heddle.protocol.v2.ThreadListParams;
import dev.heddle.protocol.v2.ThreadListResponse;
import dev.heddle.protocol.v2.ThreadReadState;
import dev.heddle.protocol.v2.ThreadSortKey;
import dev.heddle.protocol.v2.ThreadSourceKind;
import dev.heddle.server.config.WorkingDirectory;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.ProjectFilter;
import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.SectionFilter;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadProjects;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadSections;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.LoadedThreads;
import dev.heddle.server.turn.ReadStateViews;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code thread/list}: one page of stored threads, with the status of those that are loaded.
 *
 * <p>Threads of every model provider are listed unless the client names some; the peer shows only
 * those of its configured one and so seems to have lost the others.
 *
 * <p>{@code useStateDbOnly} asks the peer for a quick answer that may be behind the files. Here it
 * changes nothing: every page is as quick, and none is behind; with an index that cannot be used it
 * comes from the files all the same.
 *
 * <p>{@code nextCursor} goes on in the list it came from. With another order or another filter it
 * is refused as any cursor that cannot be read, instead of a page of neither list.
 */
public final class ThreadListHandler implements Handler<ThreadListParams, ThreadListResponse> {
  private static final Set<String> INTERACTIVE = Set.of("cli", "vscode");

  private final ThreadStore store;
  private final LoadedThreads loaded;
  private final WorkingDirectory directory;

  ThreadListHandler(ThreadStore store, LoadedThreads loaded, WorkingDirectory directory) {
    this.store = store;
    this.loaded = loaded;
    this.directory = directory;
  }

  @Override
  public Reply<ThreadListResponse> handle(ThreadListParams params, RequestContext context) {
    ThreadQuery query = query(params);
    if (params.attachedToThreadId() != null) { // no thread is attached to another
      return Reply.of(new ThreadListResponse(List.of(), Map.of(), null, null));
    }
    ThreadPage page = store.list(query);
    ThreadPlaces places = places(query);
    List<ApiThread> data = new ArrayList<>(page.threads().size());
    Map<String, ThreadReadState> readStates = new LinkedHashMap<>();
    for (StoredThread thread : page.threads()) {
      data.add(ThreadViews.row(thread, loaded.get(thread.id()), places));
      readStates.put(thread.id(), ReadStateViews.of(thread.readState()));
    }
    return Reply.of(
        new ThreadListResponse(
            data,
            readStates,
            page.next() == null ? null : Cursors.thread(page.next(), query),
            page.threads().isEmpty() ? null : backwards(page.threads().getFirst(), query)));
  }

  /** Those that the query goes by, and the others as of now. */
  private ThreadPlaces places(ThreadQuery query) {
    ThreadPlaces now = ThreadPlaces.of(store);
    return new ThreadPlaces(
        query.section() == null ? now.sections() : query.section().book(),
        query.project() == null ? now.projects() : query.project().book());
  }

  /**
   * Just before the first row, so that the opposite direction shows it again with what is newer.
   */
  static String backwards(StoredThread first, ThreadQuery query) {
    int before = query.direction() == SortDirection.DESC ? -1 : 1;
    SectionFilter section = query.section();
    if (section != null && section.ordered()) {
      return Cursors.thread(
          new ListCursor(section.position(first.id()) + before, first.id()), query);
    }
    return Cursors.thread(query.sortKey().of(first).plusMillis(before));
  }

  private ThreadQuery query(ThreadListParams params) {
    refuseOriginators(params);
    Set<String> excluded = excluded(params.excludedThreadIds());
    ProjectFilter project = project(params);
    refuseUnsupported(params);
    checkAttachedTo(params);
    String parent = relative(params.parentThreadId(), "parent thread id");
    String ancestor = relative(params.ancestorThreadId(), "ancestor thread id");
    if (parent != null && ancestor != null) {
      throw RpcException.invalidRequest(
          "parentThreadId and ancestorThreadId are mutually exclusive");
    }
    SectionFilter section = section(params);
    List<String> providers = params.modelProviders();
    ThreadQuery query =
        new ThreadQuery(
            TurnPages.limit(params.limit()),
            null,
            sortKey(params.sortKey()),
            TurnPages.direction(
                params.sortDirection(),
                section != null && section.ordered() ? SortDirection.ASC : SortDirection.DESC),
            Boolean.TRUE.equals(params.archived()),
            sources(params.sourceKinds(), parent != null || ancestor != null),
            providers == null || providers.isEmpty() ? null : Set.copyOf(providers),
            cwds(params),
            params.searchTerm(),
            parent,
            ancestor,
            excluded,
            section,
            project);
    return query.from(Cursors.parseThread(params.cursor(), query));
  }

  private static void checkAttachedTo(ThreadListParams params) {
    String attachedTo = params.attachedToThreadId();
    if (attachedTo == null) {
      return;
    }
    if (params.parentThreadId() != null || params.ancestorThreadId() != null) {
      throw RpcException.invalidRequest(
          "attachedToThreadId cannot be combined with parentThreadId or ancestorThreadId");
    }
    var unused = relative(attachedTo, "attached thread parent id");
  }

  private static void refuseOriginators(ThreadListParams params) {
    if (params.originators() != null && !params.originators().isEmpty()) {
      throw RpcException.invalidParams(
          "originator filtering is not supported by the local app-server");
    }
  }

  private static void refuseUnsupported(ThreadListParams params) {
    String term = params.searchTerm();
    if (params.includeAttachedThreads() && (term == null || term.isBlank())) {
      throw RpcException.invalidRequest("includeAttachedThreads requires a non-empty searchTerm");
    }
    if (params.sortKey() == ThreadSortKey.SECTION_POSITION && params.sectionId().value() == null) {
      throw RpcException.invalidRequest("section-position sorting requires a section filter");
    }
  }

  /** In a store without sections no thread is in one. */
  private @Nullable SectionFilter section(ThreadListParams params) {
    return params.sectionId().isPresent()
        ? new SectionFilter(
            store.sections().map(ThreadSections::book).orElse(SectionBook.EMPTY),
            params.sectionId().value(),
            params.sortKey() == ThreadSortKey.SECTION_POSITION)
        : null;
  }

  /** In a store without projects no thread is in one. */
  private @Nullable ProjectFilter project(ThreadListParams params) {
    if (!params.projectId().isPresent()) {
      return null;
    }
    String projectId = params.projectId().value();
    if (projectId == null) {
      return new ProjectFilter(
          store.projects().map(ThreadProjects::book).orElse(ProjectBook.EMPTY), null, false);
    }
    if (projectId.isEmpty()) {
      throw RpcException.invalidParams("projectId must not be empty");
    }
    ProjectBook book = Projects.of(store).book();
    if (book.project(projectId) == null) {
      throw RpcException.invalidParams(Projects.notFound(projectId));
    }
    return new ProjectFilter(book, projectId, false);
  }

  private static @Nullable String relative(@Nullable String given, String what) {
    return given == null ? null : ThreadIds.parse(given, what);
  }

  private static ThreadQuery.SortKey sortKey(@Nullable ThreadSortKey wanted) {
    if (wanted == null) {
      return ThreadQuery.SortKey.CREATED_AT;
    }
    return switch (wanted) {
      case UPDATED_AT -> ThreadQuery.SortKey.UPDATED_AT;
      case RECENCY_AT -> ThreadQuery.SortKey.RECENCY_AT;
      default -> ThreadQuery.SortKey.CREATED_AT;
    };
  }

  /** The words of the sources to list; relatives of a thread may come from anywhere. */
  static @Nullable Set<String> sources(@Nullable List<ThreadSourceKind> kinds, boolean relatives) {
    if (kinds == null || kinds.isEmpty()) {
      return relatives ? null : INTERACTIVE;
    }
    Set<String> words = new HashSet<>();
    for (ThreadSourceKind kind : kinds) {
      words.add(WireJson.toTree(kind).getAsString());
    }
    return words;
  }

  private @Nullable Set<String> cwds(ThreadListParams params) {
    List<String> wanted = params.cwds();
    if (wanted == null) {
      return null;
    }
    Set<String> absolute = new HashSet<>();
    wanted.forEach(cwd -> absolute.add(directory.absolute(cwd)));
    return absolute;
  }

  private static Set<String> excluded(@Nullable List<String> ids) {
    Set<String> excluded = new HashSet<>();
    for (String given : ids == null ? List.<String>of() : ids) {
      String id = ThreadIds.parseOrNull(given);
      if (id == null) {
        throw RpcException.invalidParams("invalid excluded thread id: " + ThreadIds.problem(given));
      }
      excluded.add(id);
    }
    return excluded;
  }
}
