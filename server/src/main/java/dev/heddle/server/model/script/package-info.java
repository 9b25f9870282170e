/**
 * The offline model provider. Without a scenario it answers by itself, always the same way, so that
 * a newcomer sees a conversation without a key; with a scenario file it plays model output, tool
 * calls, errors and delays, so that every path of a client can be tried offline. {@link
 * dev.heddle.server.model.script.ScenarioReader} documents the file.
 */
@NullMarked
package dev.heddle.server.model.script;

import org.jspecify.annotations.NullMarked;
