/**
 * The app-server's outer shell: the command line, and the place where every part is built and
 * joined. What a request does is in the packages below; nothing below knows this one.
 */
@NullMarked
package dev.heddle.server;

import org.jspecify.annotations.NullMarked;
