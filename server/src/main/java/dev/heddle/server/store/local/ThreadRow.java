package dev.heddle.server.store.local;

import dev.heddle.server.store.StoredThread;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is projected of one thread.
 *
 * @param thread its facts; the name is the one shown
 * @param journalName the name its journal gives it, or null
 * @param journalNameAt when the journal last named it, or null when it never did
 * @param hasUserMessage whether it is to be listed
 * @param baseKeys the files its history refers to
 * @param mark how much of its file that is
 */
record ThreadRow(
    StoredThread thread,
    @Nullable String journalName,
    @Nullable Instant journalNameAt,
    boolean hasUserMessage,
    List<String> baseKeys,
    Mark mark) {

  String id() {
    return thread.id();
  }

  /** The row under the newer of its journal's name and the names file's. */
  ThreadRow named(NameIndex.@Nullable Entry entry) {
    boolean journal =
        entry == null || (journalNameAt != null && !entry.at().isAfter(journalNameAt));
    String name = journal ? journalName : entry.name();
    return Objects.equals(name, thread.name())
        ? this
        : new ThreadRow(
            Threads.withName(thread, name),
            journalName,
            journalNameAt,
            hasUserMessage,
            baseKeys,
            mark);
  }
}
