/**
 * A store that keeps conversations in memory, for processes that must leave nothing behind and for
 * tests of everything that needs a store.
 *
 * <p>A {@link dev.heddle.server.store.memory.MemoryBacking} is what a disk is to other stores: it
 * outlives the {@link dev.heddle.server.store.memory.InMemoryThreadStore}s opened on it, so that a
 * second one sees what a restarted process would. The store has few of the optional capabilities,
 * which makes it the proof that the server asks for capabilities and needs none.
 */
@NullMarked
package dev.heddle.server.store.memory;

import org.jspecify.annotations.NullMarked;
