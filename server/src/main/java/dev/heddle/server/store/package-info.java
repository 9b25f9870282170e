/**
 * Where conversations are kept: the {@link dev.heddle.server.store.ThreadStore} SPI and the values
 * it speaks in.
 *
 * <p>The journal of a thread is a sequence of {@link dev.heddle.server.rollout.RolloutRecord}s; a
 * store keeps it in whatever it likes. What only some stores can do is an optional capability on
 * the SPI, asked of the store and never inferred from its class or from a path. Nothing here knows
 * the wire protocol, a file or a database.
 */
@NullMarked
package dev.heddle.server.store;

import org.jspecify.annotations.NullMarked;
