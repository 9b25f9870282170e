package dev.heddle.server.store;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which threads to list, in which order.
 *
 * @param limit rows at most; positive
 * @param cursor where to go on, exclusive; null for the first page
 * @param sortKey the time to order by, unless {@code section} has an order; ties are broken by id
 *     in the same direction
 * @param direction newest first or oldest first
 * @param archived only archived threads, or only active ones
 * @param sources words of {@code source} to keep; null keeps all
 * @param modelProviders providers to keep; null keeps all
 * @param cwds absolute, normalized directories to keep; null keeps all, empty keeps none
 * @param searchTerm case-sensitive part of the name or preview; null or empty keeps all
 * @param parentThreadId only direct children of this thread; null keeps all
 * @param ancestorThreadId only descendants of this thread; null keeps all
 * @param excludedThreadIds ids to leave out
 * @param section which threads to keep by their section, also such as no list shows otherwise for
 *     want of a user message; null keeps all
 * @param project which threads to keep by their project; null keeps all
 */
public record ThreadQuery(
    int limit,
    @Nullable ListCursor cursor,
    SortKey sortKey,
    SortDirection direction,
    boolean archived,
    @Nullable Set<String> sources,
    @Nullable Set<String> modelProviders,
    @Nullable Set<String> cwds,
    @Nullable String searchTerm,
    @Nullable String parentThreadId,
    @Nullable String ancestorThreadId,
    Set<String> excludedThreadIds,
    @Nullable SectionFilter section,
    @Nullable ProjectFilter project) {

  /** Whether the filters keep a thread; the search term, relations and the cursor aside. */
  public boolean keeps(
      String id, boolean isArchived, String source, String modelProvider, String cwd) {
    return isArchived == archived
        && keeps(sources, source)
        && keeps(modelProviders, modelProvider)
        && keeps(cwds, cwd)
        && !excludedThreadIds.contains(id)
        && (section == null || section.keeps(id))
        && (project == null || project.keeps(id));
  }

  /** Whether threads without a user message are listed: such as somebody put into the section. */
  public boolean showsUnsaid() {
    return (section != null && section.sectionId() != null)
        || (project != null && project.unsaid());
  }

  /** The only threads that the filters can keep, where they are few enough; null otherwise. */
  public @Nullable List<String> candidates() {
    List<String> inSection = section == null ? null : section.candidates();
    return inSection != null || project == null ? inSection : project.candidates();
  }

  /**
   * What a kept thread is ordered by: its position in the section, or a time.
   *
   * @param timeMs the time that the sort key names
   */
  public long order(String id, long timeMs) {
    return section != null && section.ordered() ? section.position(id) : timeMs;
  }

  private static boolean keeps(@Nullable Set<String> wanted, String value) {
    return wanted == null || wanted.contains(value);
  }

  /** The same with another search term. */
  public ThreadQuery withSearchTerm(@Nullable String term) {
    return new ThreadQuery(
        limit,
        cursor,
        sortKey,
        direction,
        archived,
        sources,
        modelProviders,
        cwds,
        term,
        parentThreadId,
        ancestorThreadId,
        excludedThreadIds,
        section,
        project);
  }

  /** The same, going on from there. */
  public ThreadQuery from(@Nullable ListCursor place) {
    return new ThreadQuery(
        limit,
        place,
        sortKey,
        direction,
        archived,
        sources,
        modelProviders,
        cwds,
        searchTerm,
        parentThreadId,
        ancestorThreadId,
        excludedThreadIds,
        section,
        project);
  }

  /** The time to order by. */
  public enum SortKey {
    CREATED_AT,
    UPDATED_AT,
    RECENCY_AT;

    /** That time of a thread. */
    public Instant of(StoredThread thread) {
      return switch (this) {
        case CREATED_AT -> thread.createdAt();
        case UPDATED_AT -> thread.updatedAt();
        case RECENCY_AT -> thread.recencyAt();
      };
    }
  }
}
