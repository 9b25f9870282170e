/**
 * What a server under test needs around it: folders of its own, a configuration, a model on the
 * loopback interface that says what it is told to, and the process itself with everything it has
 * said. Any server of the protocol that reads {@code CODEX_HOME} can stand here.
 */
@NullMarked
package dev.heddle.server.conform.stage;

import org.jspecify.annotations.NullMarked;
