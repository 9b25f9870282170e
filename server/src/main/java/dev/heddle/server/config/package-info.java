/**
 * The configuration: {@code config.toml} in the home directory, {@code -c key=value} arguments and
 * the overrides a client sends for one thread, merged in that order into one immutable {@link
 * dev.heddle.server.config.ServerConfig}.
 *
 * <p>Keys mean what they mean to Codex; the table {@code [heddle]} is ours. Unknown keys are kept
 * in the raw tree and otherwise ignored, so that one file serves both. Nothing here knows the wire
 * protocol, and the TOML library is loaded only when there is TOML to read.
 */
@NullMarked
package dev.heddle.server.config;

import org.jspecify.annotations.NullMarked;
