package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.store.StoredThread;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is projected of one thread.
 *
 * @param thread its facts; the name is the one shown
 * @param state where the fold of its records stands
 * @param journalName the name its journal gives it, or null
 * @param journalNamedAt when the journal last named it, or null when it never did
 * @param listed whether lists show it: a user has said something
 * @param baseKeys the files its history refers to
 * @param context where the {@link ContextFacts} stand, kept of long files only: a resume needs
 *     them, and would have to read all of the file; null when not kept
 * @param mark how much of its file that is
 */
record ThreadRow(
    StoredThread thread,
    JsonObject state,
    @Nullable String journalName,
    @Nullable Instant journalNamedAt,
    boolean listed,
    List<String> baseKeys,
    @Nullable JsonObject context,
    Mark mark) {

  String id() {
    return thread.id();
  }

  /** The row under the newer of its journal's name and the names file's. */
  ThreadRow named(NameIndex.@Nullable Entry entry) {
    String name = name(journalName, journalNamedAt, entry);
    return Objects.equals(name, thread.name()) ? this : with(Threads.withName(thread, name), mark);
  }

  /** The same facts, of as much of the file as {@code other} says. */
  ThreadRow marked(Mark other) {
    return with(thread, other);
  }

  private ThreadRow with(StoredThread otherThread, Mark otherMark) {
    return new ThreadRow(
        otherThread, state, journalName, journalNamedAt, listed, baseKeys, context, otherMark);
  }

  /** The newer of the journal's name and the names file's. */
  static @Nullable String name(
      @Nullable String journalName,
      @Nullable Instant journalNamedAt,
      NameIndex.@Nullable Entry entry) {
    if (entry == null) {
      return journalName;
    }
    boolean newer = journalNamedAt == null || entry.at().isAfter(journalNamedAt);
    return newer ? entry.name() : journalName;
  }
}
