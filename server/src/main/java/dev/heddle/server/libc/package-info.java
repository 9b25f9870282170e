/**
 * Calls of the C library, for what Unix offers and Java does not: {@code flock(2)}, {@code
 * inotify(7)}, signals to groups.
 */
@NullMarked
package dev.heddle.server.libc;

import org.jspecify.annotations.NullMarked;
