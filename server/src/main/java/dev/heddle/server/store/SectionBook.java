package dev.heddle.server.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All sections of a store, and which thread is where in them. Immutable; a change makes another.
 *
 * <p>A thread's position is a number with room before it, so that moving one thread leaves the
 * others, and the cursors that name them, where they are. When there is no room left between two,
 * the threads of that section get new numbers.
 *
 * <p>A book knows ids only. What is wanted must be there: who asks for a change has looked.
 */
public final class SectionBook implements ThreadBook<SectionBook> {
  /** The section that is always there, and always the same. */
  public static final String PINNED_ID = "01984de2-8f74-7c91-a3b2-5c5e937cf318";

  private static final StoredSection PINNED = new StoredSection(PINNED_ID, "Pinned", null);
  private static final long STEP = 1_000_000;

  /** Less room is none: the numbers beside a position are places between rows for cursors. */
  private static final long LEAST_GAP = 4;

  private static final Comparator<SectionMember> ORDER =
      (one, other) ->
          one.position() != other.position()
              ? Long.compare(one.position(), other.position())
              : one.threadId().compareTo(other.threadId());

  /** No thread is in a section. */
  public static final SectionBook EMPTY = new SectionBook(List.of(), List.of());

  private final SortedMap<String, StoredSection> sections = new TreeMap<>();
  private final Map<String, SectionMember> members = new HashMap<>();

  /**
   * A book of these.
   *
   * @param sections the built-in one may be among them or not
   * @throws IllegalArgumentException when two sections have one id, a thread is in two, or a
   *     section is missing
   */
  public SectionBook(Collection<StoredSection> sections, Collection<SectionMember> members) {
    for (StoredSection section : sections) {
      if (this.sections.put(section.id(), section) != null) {
        throw new IllegalArgumentException("two sections are " + section.id());
      }
    }
    this.sections.put(PINNED_ID, PINNED);
    for (SectionMember member : members) {
      if (!this.sections.containsKey(member.sectionId())) {
        throw new IllegalArgumentException("there is no section " + member.sectionId());
      }
      if (this.members.put(member.threadId(), member) != null) {
        throw new IllegalArgumentException("thread " + member.threadId() + " is in two sections");
      }
    }
  }

  /** Every section, in order. */
  public List<StoredSection> sections() {
    return List.copyOf(sections.values());
  }

  /** The section with this id, or null. */
  public @Nullable StoredSection section(String id) {
    return sections.get(id);
  }

  /** The thread's place in a section, or null when it is in none. */
  public @Nullable SectionMember member(String threadId) {
    return members.get(threadId);
  }

  /** The section's threads, in order. */
  public List<SectionMember> members(String sectionId) {
    return members.values().stream()
        .filter(member -> member.sectionId().equals(sectionId))
        .sorted(ORDER)
        .toList();
  }

  /** The same with this section, new or in place of the one with its id. */
  public SectionBook with(StoredSection section) {
    SortedMap<String, StoredSection> changed = new TreeMap<>(sections);
    changed.put(section.id(), section);
    return new SectionBook(changed.values(), members.values());
  }

  /** The same without this section; its threads are in none. */
  public SectionBook without(String sectionId) {
    SortedMap<String, StoredSection> kept = new TreeMap<>(sections);
    kept.remove(sectionId);
    return new SectionBook(
        kept.values(),
        members.values().stream().filter(member -> !member.sectionId().equals(sectionId)).toList());
  }

  @Override
  public SectionBook withoutMember(String threadId) {
    Map<String, SectionMember> kept = new HashMap<>(members);
    return kept.remove(threadId) == null ? this : new SectionBook(sections.values(), kept.values());
  }

  /**
   * The same with a thread in this section, where it may be already.
   *
   * @param beforeThreadId a thread of the section to put it before; null for the end
   */
  public SectionBook withMember(
      String threadId, String sectionId, @Nullable String beforeThreadId, Instant now) {
    Map<String, SectionMember> changed = new HashMap<>(members);
    SectionMember old = changed.remove(threadId);
    List<SectionMember> others =
        members(sectionId).stream().filter(each -> !each.threadId().equals(threadId)).toList();
    int at = beforeThreadId == null ? others.size() : indexOf(beforeThreadId, others);
    Long position = between(others, at);
    if (position == null) {
      for (int i = 0; i < others.size(); i++) {
        SectionMember other = others.get(i);
        long place = (i < at ? i + 1 : i + 2) * STEP;
        changed.put(
            other.threadId(),
            new SectionMember(other.threadId(), sectionId, place, other.enteredAt()));
      }
      position = (at + 1) * STEP;
    }
    Instant entered =
        old != null && old.sectionId().equals(sectionId)
            ? old.enteredAt()
            : now.truncatedTo(ChronoUnit.MILLIS);
    changed.put(threadId, new SectionMember(threadId, sectionId, position, entered));
    return new SectionBook(sections.values(), changed.values());
  }

  private static int indexOf(String threadId, List<SectionMember> members) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).threadId().equals(threadId)) {
        return i;
      }
    }
    throw new IllegalArgumentException("thread " + threadId + " is not in the section");
  }

  /** A position before the one at this index, or null when there is no room. */
  private static @Nullable Long between(List<SectionMember> members, int at) {
    long before = at == 0 ? 0 : members.get(at - 1).position();
    if (at == members.size()) {
      return before > Long.MAX_VALUE - 2 * STEP ? null : before + STEP;
    }
    long gap = members.get(at).position() - before;
    return gap < LEAST_GAP ? null : before + gap / 2;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SectionBook book
        && sections.equals(book.sections)
        && members.equals(book.members);
  }

  @Override
  public int hashCode() {
    return Objects.hash(sections, members);
  }
}
