/**
 * Model providers behind one SPI: {@code responses} (OpenAI Responses over SSE), {@code chat} (Chat
 * Completions) and {@code script} (offline, deterministic).
 *
 * <p>The common language is the Responses API's: input and output items are its JSON objects. A
 * provider that speaks something else translates at its edge. Nothing here knows threads, stores or
 * the wire protocol of our clients.
 */
@NullMarked
package dev.heddle.server.model;

import org.jspecify.annotations.NullMarked;
