/**
 * The seam between a turn and what a model may do in it: tools, and what they may do to the turn.
 *
 * <p>To add a tool, write a {@link dev.heddle.server.tool.Tool}, hand it out in a {@link
 * dev.heddle.server.tool.ToolSource} and add that source to the list in {@code ThreadTools} of the
 * root package. The engine offers it to the model, runs it on the turn's thread, in the order of
 * the model's calls, and records its output; a tool neither knows the engine nor writes to a
 * client's stream. Everything it may do is in {@link dev.heddle.server.tool.ToolScope}.
 */
@NullMarked
package dev.heddle.server.tool;

import org.jspecify.annotations.NullMarked;
