/**
 * The order in which the messages of one connection may come, as rules over a recorded trace. They
 * hold for any server of the protocol, so the conformance suite and every test of this repository
 * that records a trace use the same ones.
 */
@NullMarked
package dev.heddle.server.conform.trace;

import org.jspecify.annotations.NullMarked;
