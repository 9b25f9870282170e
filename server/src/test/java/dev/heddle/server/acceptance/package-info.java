/**
 * What the server promises, tried on the real program: every request answered behind a client that
 * does not read, no notification lost after a fork, no completed turn lost to {@code kill -9}, odd
 * input refused with the connection alive, an end in order, two processes on one home.
 *
 * <p>Each class states one promise. They talk to a process over its standard input and output (or
 * to a server in this JVM where a thousand turns would take too long otherwise), without a network,
 * and every trace they record runs through {@link dev.heddle.server.conform.trace.TraceChecker}.
 */
@NullMarked
package dev.heddle.server.acceptance;

import org.jspecify.annotations.NullMarked;
