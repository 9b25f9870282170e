/**
 * The way of a request from its line to its one answer: find the route, decode, wait for a lane,
 * run the handler, answer, and only then let follow what the answer causes.
 *
 * <p>Start at {@link dev.heddle.server.dispatch.RequestDispatcher}. Nothing here knows a single
 * method.
 */
@NullMarked
package dev.heddle.server.dispatch;

import org.jspecify.annotations.NullMarked;
