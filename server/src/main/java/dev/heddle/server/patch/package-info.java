/**
 * Changes of files in the patch format models are taught: from the text of a patch to what it would
 * do ({@link dev.heddle.server.patch.PatchPlanner}), from that to the files ({@link
 * dev.heddle.server.patch.PatchWriter}, all or nothing), and to what people read ({@link
 * dev.heddle.server.patch.FileEdit}, {@link dev.heddle.server.patch.TurnDiff}). Nothing here knows
 * of turns, tools or clients, and nothing is changed before somebody has looked at the plan.
 */
@NullMarked
package dev.heddle.server.patch;

import org.jspecify.annotations.NullMarked;
