/**
 * A store in a PostgreSQL database, which several machines may share.
 *
 * <p>A thread is a row of {@code heddle_threads}, which says what lists and reads show, and the
 * lines of its journal in {@code heddle_records}. Both change in one transaction, so that a row
 * never disagrees with the journal. Lines are those of a rollout. {@link
 * dev.heddle.server.store.postgres.Schema} has the tables.
 *
 * <p>One process writes a thread: it holds an advisory lock of its session with the database, which
 * ends with the process, and its token is in the thread's row, so that one that has lost its
 * session cannot write beside another.
 */
@NullMarked
package dev.heddle.server.store.postgres;

import org.jspecify.annotations.NullMarked;
