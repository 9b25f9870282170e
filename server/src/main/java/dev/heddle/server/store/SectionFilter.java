package dev.heddle.server.store;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which threads to list by the section they are in, as of one moment.
 *
 * @param book the sections at that moment
 * @param sectionId the section whose threads to keep; null keeps those in none
 * @param ordered whether their order in the section counts instead of a time; only with a section
 */
public record SectionFilter(SectionBook book, @Nullable String sectionId, boolean ordered) {

  /** Whether the filter keeps a thread. */
  public boolean keeps(String threadId) {
    SectionMember member = book.member(threadId);
    return Objects.equals(sectionId, member == null ? null : member.sectionId());
  }

  /** The only threads it can keep, some of which need not exist; null when it is no such list. */
  public @Nullable List<String> candidates() {
    return sectionId == null
        ? null
        : book.members(sectionId).stream().map(SectionMember::threadId).toList();
  }

  /** The position of a thread that it keeps. */
  public long position(String threadId) {
    return Objects.requireNonNull(book.member(threadId), threadId).position();
  }
}
