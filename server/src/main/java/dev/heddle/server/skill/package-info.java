/**
 * Skills: folders with a {@code SKILL.md} that tells a model how to do one kind of task. {@link
 * dev.heddle.server.skill.Skills} finds those that hold for a directory; the model is told what
 * there is, and is given the whole text of those that the user asks for.
 */
@NullMarked
package dev.heddle.server.skill;

import org.jspecify.annotations.NullMarked;
