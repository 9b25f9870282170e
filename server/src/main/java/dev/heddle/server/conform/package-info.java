/**
 * {@code heddle conform}: a conformance suite for any server of the protocol, seen from outside. It
 * starts the server as a client would, with a model of its own on the loopback interface, and holds
 * what it says against rules; each {@link dev.heddle.server.conform.Section} is one area of them.
 *
 * <p>A client like any other: it knows nothing of this server but its protocol. A rule may ask for
 * what the protocol promises and clients rely on, never for how a server does it.
 */
@NullMarked
package dev.heddle.server.conform;

import org.jspecify.annotations.NullMarked;
