/**
 * One client and what goes out to it: the handshake, the only writer of its output, notifications,
 * and the questions the server asks.
 *
 * <p>Everything a client sees is put into its {@link dev.heddle.server.connection.Outbox} as a
 * whole line, in the order in which it must be seen. Nothing here knows which methods exist or what
 * a handler does.
 */
@NullMarked
package dev.heddle.server.connection;

import org.jspecify.annotations.NullMarked;
