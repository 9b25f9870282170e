package dev.heddle.server.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All projects of a store, and which thread belongs to which. Immutable; a change makes another.
 *
 * <p>Positions are 0, 1, 2 and so on after a move; a project that is deleted leaves a gap until
 * then.
 *
 * <p>Every project was made under a key of its maker's. A key is never used again, nor forgotten
 * when its project is deleted.
 *
 * <p>A book knows ids only. What is wanted must be there: who asks for a change has looked.
 */
public final class ProjectBook implements ThreadBook<ProjectBook> {
  /** No projects. */
  public static final ProjectBook EMPTY = new ProjectBook(List.of(), Map.of(), Map.of());

  private final SequencedMap<String, StoredProject> projects = new LinkedHashMap<>();
  // thread -> project, in the order they came, so that they are as good as sorted
  private final Map<String, String> members;
  private final Map<String, String> keys; // key -> project, which may be gone

  /** Threads of each project, made when somebody asks first; whoever makes it makes the same. */
  private volatile @Nullable Map<String, List<String>> byProject;

  /**
   * A book of these.
   *
   * @param members the project of each thread that has one, by the thread
   * @param keys the project of each key, by the key; deleted ones too
   * @throws IllegalArgumentException when two projects have one id or position, or a thread belongs
   *     to a project that is missing
   */
  public ProjectBook(
      Collection<StoredProject> projects, Map<String, String> members, Map<String, String> keys) {
    this.members = new LinkedHashMap<>(members);
    this.keys = new HashMap<>(keys);
    Map<Long, StoredProject> ordered = new TreeMap<>();
    for (StoredProject project : projects) {
      if (ordered.put(project.position(), project) != null) {
        throw new IllegalArgumentException("two projects are at " + project.position());
      }
    }
    for (StoredProject project : ordered.values()) {
      if (this.projects.put(project.id(), project) != null) {
        throw new IllegalArgumentException("two projects are " + project.id());
      }
    }
    for (String id : this.members.values()) {
      if (!this.projects.containsKey(id)) {
        throw new IllegalArgumentException("there is no project " + id);
      }
    }
  }

  /** Every project, in order. */
  public List<StoredProject> projects() {
    return List.copyOf(projects.values());
  }

  /** The project with this id, or null. */
  public @Nullable StoredProject project(String id) {
    return projects.get(id);
  }

  /** The id of the thread's project, or null when it is in none. */
  public @Nullable String projectOf(String threadId) {
    return members.get(threadId);
  }

  /** The project's threads, by their ids. */
  public List<String> members(String projectId) {
    Map<String, List<String>> known = byProject;
    if (known == null) {
      known = byProject(members);
      byProject = known;
    }
    return known.getOrDefault(projectId, List.of());
  }

  private static Map<String, List<String>> byProject(Map<String, String> members) {
    Map<String, List<String>> threads = new HashMap<>();
    members.forEach((threadId, projectId) ->
        threads.computeIfAbsent(projectId, id -> new ArrayList<>()).add(threadId));
    threads.values().forEach(ids -> ids.sort(Comparator.naturalOrder()));
    threads.replaceAll((projectId, ids) -> Collections.unmodifiableList(ids));
    return threads;
  }

  /** The id of the project that was made under a key, there or gone; null for a new key. */
  public @Nullable String madeUnder(String key) {
    return keys.get(key);
  }

  /** Which project was made under which key, by the key. */
  public Map<String, String> keys() {
    return new TreeMap<>(keys);
  }

  /** The position of a project that is added next. */
  public long nextPosition() {
    return projects.isEmpty() ? 0 : projects.lastEntry().getValue().position() + 1;
  }

  /** The same with a new project, which these threads belong to, made under a new key. */
  public ProjectBook with(StoredProject project, String key, Collection<String> threadIds) {
    Map<String, String> more = new LinkedHashMap<>(members);
    threadIds.forEach(threadId -> more.put(threadId, project.id()));
    Map<String, String> used = new HashMap<>(keys);
    used.put(key, project.id());
    return new ProjectBook(changed(project), more, used);
  }

  /** The same with this project in place of the one with its id and position. */
  public ProjectBook with(StoredProject project) {
    return project.equals(projects.get(project.id()))
        ? this
        : new ProjectBook(changed(project), members, keys);
  }

  private Collection<StoredProject> changed(StoredProject project) {
    Map<String, StoredProject> all = new HashMap<>(projects);
    all.put(project.id(), project);
    return all.values();
  }

  /** The same without this project; its threads are in none. */
  public ProjectBook without(String projectId) {
    Map<String, StoredProject> kept = new HashMap<>(projects);
    kept.remove(projectId);
    Map<String, String> others = new LinkedHashMap<>(members);
    others.values().removeIf(projectId::equals);
    return new ProjectBook(kept.values(), others, keys);
  }

  /**
   * The same with a project elsewhere; this book itself when it is there already.
   *
   * @param beforeProjectId another one to put it before; null for the end
   */
  public ProjectBook moved(String projectId, @Nullable String beforeProjectId, Instant now) {
    List<String> order = new ArrayList<>(projects.keySet());
    order.remove(projectId);
    int at = beforeProjectId == null ? order.size() : order.indexOf(beforeProjectId);
    order.add(at, projectId);
    if (order.equals(List.copyOf(projects.keySet()))) {
      return this;
    }
    List<StoredProject> moved = new ArrayList<>();
    for (String id : order) {
      StoredProject each = Objects.requireNonNull(projects.get(id), id);
      moved.add(each.at(moved.size(), id.equals(projectId) ? now : each.updatedAt()));
    }
    return new ProjectBook(moved, members, keys);
  }

  /** The same with a thread in this project, in which it may be already. */
  public ProjectBook withMember(String threadId, String projectId) {
    if (projectId.equals(members.get(threadId))) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(members);
    more.put(threadId, projectId);
    return new ProjectBook(projects.values(), more, keys);
  }

  @Override
  public ProjectBook withoutMember(String threadId) {
    if (!members.containsKey(threadId)) {
      return this;
    }
    Map<String, String> kept = new LinkedHashMap<>(members);
    kept.remove(threadId);
    return new ProjectBook(projects.values(), kept, keys);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProjectBook book
        && projects.equals(book.projects)
        && members.equals(book.members)
        && keys.equals(book.keys);
  }

  @Override
  public int hashCode() {
    return Objects.hash(projects, members, keys);
  }
}
