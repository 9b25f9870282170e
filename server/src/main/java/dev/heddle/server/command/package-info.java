/**
 * Commands that a client runs by itself, outside of any thread: what they print is kept or handed
 * on, they may be written to, and they end with their time, on request, or with the server. Who may
 * ask for what, and what a command may touch, is decided by the caller.
 */
@NullMarked
package dev.heddle.server.command;

import org.jspecify.annotations.NullMarked;
