/**
 * Commands a model runs: {@code exec_command} starts one and waits a while for it, {@code
 * write_stdin} types into one that goes on, or looks what it has printed.
 *
 * <p>A command is an item from its start to its end, or to the end of its turn: one that goes on
 * longer is no longer shown, but the model can still reach it. An interrupt ends the commands of
 * its turn, the server's end all.
 */
@NullMarked
package dev.heddle.server.exec;

import org.jspecify.annotations.NullMarked;
