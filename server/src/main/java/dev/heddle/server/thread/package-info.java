/**
 * Threads in memory: which are loaded, what each is doing, and who hears about it.
 *
 * <p>A loaded thread is a {@link dev.heddle.server.thread.LiveThread}: folds over its journal, its
 * settings, its open log and its active turn. Everything that is recorded goes through it, so what
 * is live and what a restart would read are the same by construction. Nothing here talks to a model
 * or answers a request.
 */
@NullMarked
package dev.heddle.server.thread;

import org.jspecify.annotations.NullMarked;
