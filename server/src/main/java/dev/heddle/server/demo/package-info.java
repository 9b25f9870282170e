/**
 * The demonstration: a client that starts the server as any client would, holds a conversation
 * across a restart, and shows and explains every line on the wire while it checks that what it sees
 * is what it expects.
 *
 * <p>It knows the protocol and nothing of the server's insides, so it works as an example of a
 * client, and as a test that a fresh checkout runs.
 */
@NullMarked
package dev.heddle.server.demo;

import org.jspecify.annotations.NullMarked;
