/**
 * Child processes: commands that run for a user or a model, each in a session of its own, so that
 * it can be ended with all it started.
 *
 * <p>A command gets pipes or, where it is to believe in a terminal, a pseudo terminal. What it
 * prints is handed on as it comes, and the pipe fills up when nobody takes it; {@link
 * dev.heddle.server.process.BoundedOutput} keeps the beginning and the end of it in bounded memory.
 * Ending is SIGTERM, then SIGKILL, to the session and to what left it: whatever inherited the
 * command's environment is found by a mark there.
 */
@NullMarked
package dev.heddle.server.process;

import org.jspecify.annotations.NullMarked;
