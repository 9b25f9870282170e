/**
 * The server's own log: lines for people on standard error. Any package may use it; it uses none.
 */
@NullMarked
package dev.heddle.server.log;

import org.jspecify.annotations.NullMarked;
