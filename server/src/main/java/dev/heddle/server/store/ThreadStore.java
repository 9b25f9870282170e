package dev.heddle.server.store;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutRecord;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where conversations are kept. One instance per process, built from the start-up configuration.
 *
 * <p>No method has a default implementation on purpose: a delegating wrapper that forgets one does
 * not compile.
 *
 * <p><b>Thread-safety:</b> thread-safe. Methods may block on storage; none is called on the reader
 * thread.
 *
 * <p><b>Errors:</b> every method throws {@link ThreadStoreException}, whose kind says what it
 * means. A failed read never looks like an empty one.
 */
public interface ThreadStore extends AutoCloseable {

  /** The store's name in configuration and diagnostics, for example {@code local}. */
  String name();

  /** The history mode a new thread gets when its client names none. */
  HistoryMode defaultHistoryMode();

  /**
   * Opens the log of a new thread and takes its writer lock. Nothing is stored until the first
   * append; until then the thread is known to this process only.
   *
   * @throws ThreadStoreException CONFLICT when the id is already being written
   */
  LiveLog create(NewThread thread);

  /**
   * Opens the log of a stored, unarchived thread for appending and takes its writer lock. Writes
   * nothing.
   *
   * @throws ThreadStoreException NOT_FOUND; ARCHIVED; CONFLICT when another handle or process
   *     writes the thread; CORRUPT when its identity cannot be read
   */
  LiveLog resume(String threadId);

  /**
   * One stored thread.
   *
   * @param includeArchived whether an archived thread counts as found
   * @throws ThreadStoreException NOT_FOUND, also for a thread that has not been materialized
   */
  StoredThread read(String threadId, boolean includeArchived);

  /**
   * Hands every record of the thread's history to {@code sink}, oldest first, inherited ones
   * included, and the marks of what was cut away already applied for referenced histories. Streams;
   * holds one record at a time. Lines that cannot be read are skipped and counted.
   *
   * @throws ThreadStoreException NOT_FOUND, also for a thread that has not been materialized;
   *     INVALID_REQUEST when a referenced base is missing or not what the reference says
   */
  void replay(String threadId, boolean includeArchived, Consumer<RolloutRecord> sink);

  /**
   * One page of threads. An answer never shows less than the journals hold. Unreadable threads are
   * not listed, and those in which no user has said anything or set a goal (see {@link
   * ThreadFold#listed}) only where the query {@linkplain ThreadQuery#showsUnsaid shows them}.
   */
  ThreadPage list(ThreadQuery query);

  /**
   * Changes metadata of a thread, loaded in this process or not, as a journal record.
   *
   * @return the thread afterwards; empty when the change was accepted for a thread that is not
   *     materialized yet (it is stored with the first append)
   */
  Optional<StoredThread> update(String threadId, ThreadPatch patch, boolean includeArchived);

  /**
   * Takes the thread out of the active lists. Its log must not be open in this process.
   *
   * @throws ThreadStoreException NOT_FOUND, also when it is archived already; CONFLICT when another
   *     process writes it
   */
  void archive(String threadId);

  /** Brings an archived thread back. Throws NOT_FOUND when it is not archived. */
  StoredThread unarchive(String threadId);

  /**
   * Deletes the thread, archived or not, for good. Its log must not be open in this process.
   *
   * @throws ThreadStoreException NOT_FOUND; CONFLICT when another process writes it or another
   *     thread's history refers to it
   */
  void delete(String threadId);

  /** Pages of turns and items without loading the whole history; absent: the server folds it. */
  Optional<HistoryPages> historyPages();

  /** Resuming and forking without replaying the whole history; absent: the server replays it. */
  Optional<ResumePoints> resumePoints();

  /** Threads named by the path of their rollout; absent: such requests are refused. */
  Optional<RolloutPaths> rolloutPaths();

  /** Forks that refer to the source's history; absent: the server copies it. */
  Optional<ReferenceForks> referenceForks();

  /** Cutting a thread's history back by reference; absent: the server refuses. */
  Optional<Reverts> reverts();

  /** Finding threads by what was said in them; absent: the server refuses. */
  Optional<ThreadSearch> search();

  /** Messages that wait until their thread can take them; absent: the server refuses them. */
  Optional<ThreadQueues> queues();

  /** Groups that users sort threads into; absent: the server refuses, and no thread is in one. */
  Optional<ThreadSections> sections();

  /** Things that clients put beside threads; absent: the server refuses them. */
  Optional<ThreadAttachments> attachments();

  /** Projects that threads belong to; absent: the server refuses, and no thread is in one. */
  Optional<ThreadProjects> projects();

  /** How the store is doing, measured; for diagnostics. */
  StoreHealth health();

  /**
   * Flushes and closes every open log and releases the store. Attempts all, then throws the first
   * failure with the others suppressed.
   */
  @Override
  void close();
}
