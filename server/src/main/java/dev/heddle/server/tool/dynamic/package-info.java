/**
 * Tools that the client implements: what a thread may be started with, and how a call of one is put
 * to the clients. They are kept in the thread's first record, so that resumed threads and forks
 * have them, too.
 */
@NullMarked
package dev.heddle.server.tool.dynamic;

import org.jspecify.annotations.NullMarked;
