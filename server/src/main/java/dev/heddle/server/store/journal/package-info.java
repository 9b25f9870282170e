/**
 * The open log of a thread, whatever keeps its records: what waits, who waits for it, what failed
 * and is tried again. A store brings a {@link dev.heddle.server.store.journal.Journal}.
 */
@NullMarked
package dev.heddle.server.store.journal;

import org.jspecify.annotations.NullMarked;
