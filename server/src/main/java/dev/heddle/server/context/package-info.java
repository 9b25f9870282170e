/**
 * What a model is told beside the conversation: instructions of ours, of the user and of the
 * project ({@code AGENTS.md}), where it works and what it may do there.
 *
 * <p>{@link dev.heddle.server.context.ContextSource} looks at the machine and gives a {@link
 * dev.heddle.server.context.Surroundings}: a value that can be compared with what the model was
 * told before, as the journal's {@code world_state} records have it, so that only what has changed
 * is said again. Nothing here records or sends anything; {@code turn} does.
 */
@NullMarked
package dev.heddle.server.context;

import org.jspecify.annotations.NullMarked;
