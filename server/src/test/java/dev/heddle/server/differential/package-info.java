/**
 * The comparison with Codex: the same written session is played to Codex and to Heddle, and what
 * the two answered is compared message by message.
 *
 * <p>A session is a small text file under {@code fixtures/sessions} ({@link SessionFile} describes
 * its words). {@link SessionRunner} plays it to one server, with a fresh home and a {@link
 * dev.heddle.server.conform.stage.MockModel} of its own, and returns a {@link Transcript}; {@link
 * Masking} replaces what may differ between two runs (ids, times, folders); {@link Comparison}
 * finds the differences; {@link KnownDifferences} says which of them are meant. {@link
 * DifferentialIT} runs them all.
 */
@NullMarked
package dev.heddle.server.differential;

import org.jspecify.annotations.NullMarked;
