/**
 * The code behind the methods. A handler owns an ordering or a group of simple methods; it gets
 * decoded params, returns a {@link dev.heddle.server.dispatch.Reply}, and never writes to the
 * client itself except in what follows its answer.
 */
@NullMarked
package dev.heddle.server.handler;

import org.jspecify.annotations.NullMarked;
