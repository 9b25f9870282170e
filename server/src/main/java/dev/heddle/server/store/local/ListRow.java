package dev.heddle.server.store.local;

import dev.heddle.server.store.SourceWord;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What lists choose and order threads by, without what they show of them. Small, as there is one in
 * memory for every stored thread.
 *
 * @param id the thread
 * @param path its current file
 * @param stamp what the file system said of that file when this was right
 * @param archived whether it is archived
 * @param listed whether lists show it
 * @param source word of its source
 * @param provider id of its model provider
 * @param cwd its working directory
 * @param parentId the thread that spawned it, or null
 * @param journalName the name its journal gives it, or null
 * @param journalNamedAt when the journal last named it, or null
 * @param name the name shown, or null
 * @param createdMs when it was started
 * @param updatedMs when it last changed
 * @param recencyMs when a turn last started
 * @param baseKeys the files its history refers to
 */
record ListRow(
    String id,
    Path path,
    FileStamp stamp,
    boolean archived,
    boolean listed,
    String source,
    String provider,
    String cwd,
    @Nullable String parentId,
    @Nullable String journalName,
    @Nullable Instant journalNamedAt,
    @Nullable String name,
    long createdMs,
    long updatedMs,
    long recencyMs,
    List<String> baseKeys) {

  ListRow {
    // A few of these are shared by all threads.
    source = source.intern();
    provider = provider.intern();
    cwd = cwd.intern();
  }

  // By hand: a start compares rows, and would have to link what records come with.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ListRow row
        && id.equals(row.id)
        && path.equals(row.path)
        && stamp.equals(row.stamp)
        && archived == row.archived
        && listed == row.listed
        && source.equals(row.source)
        && provider.equals(row.provider)
        && cwd.equals(row.cwd)
        && Objects.equals(parentId, row.parentId)
        && Objects.equals(journalName, row.journalName)
        && Objects.equals(journalNamedAt, row.journalNamedAt)
        && Objects.equals(name, row.name)
        && createdMs == row.createdMs
        && updatedMs == row.updatedMs
        && recencyMs == row.recencyMs
        && baseKeys.equals(row.baseKeys);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  static ListRow of(ThreadRow row) {
    StoredThread t = row.thread();
    return new ListRow(
        t.id(),
        row.mark().path(),
        row.mark().stamp(),
        t.archived(),
        row.listed(),
        SourceWord.of(t.source()),
        t.modelProvider(),
        t.cwd(),
        t.parentThreadId(),
        row.journalName(),
        row.journalNamedAt(),
        t.name(),
        t.createdAt().toEpochMilli(),
        t.updatedAt().toEpochMilli(),
        t.recencyAt().toEpochMilli(),
        row.baseKeys());
  }

  long time(ThreadQuery.SortKey key) {
    return switch (key) {
      case CREATED_AT -> createdMs;
      case UPDATED_AT -> updatedMs;
      case RECENCY_AT -> recencyMs;
    };
  }

  /** What it is ordered by where the query's filters keep it. */
  long order(ThreadQuery query) {
    return query.order(id, time(query.sortKey()));
  }

  /** The row under the newer of its journal's name and the names file's. */
  ListRow named(NameIndex.@Nullable Entry entry) {
    String shown = ThreadRow.name(journalName, journalNamedAt, entry);
    return Objects.equals(shown, name)
        ? this
        : new ListRow(
            id,
            path,
            stamp,
            archived,
            listed,
            source,
            provider,
            cwd,
            parentId,
            journalName,
            journalNamedAt,
            shown,
            createdMs,
            updatedMs,
            recencyMs,
            baseKeys);
  }

  /** Whether the query's filters keep the row; its text filter and its relations aside. */
  boolean matches(ThreadQuery query) {
    return (listed || query.showsUnsaid()) && query.keeps(id, archived, source, provider, cwd);
  }
}
