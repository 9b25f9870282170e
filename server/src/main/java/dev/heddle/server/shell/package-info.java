/**
 * What a shell script says, as far as that can be known without running it: its plain commands and
 * their words, what they read or search, and whether they are known to change nothing.
 *
 * <p>Everything here errs to one side: a script with anything a shell would expand, redirect or
 * evaluate is not taken apart at all.
 */
@NullMarked
package dev.heddle.server.shell;

import org.jspecify.annotations.NullMarked;
