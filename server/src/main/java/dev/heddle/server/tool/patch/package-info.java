/**
 * What models may do with patches: the tool {@code apply_patch}, the same written as a shell
 * command, the items clients see of it, and the diff of the whole turn. What a patch means and how
 * files are changed is in {@link dev.heddle.server.patch}; here is who is asked before.
 */
@NullMarked
package dev.heddle.server.tool.patch;

import org.jspecify.annotations.NullMarked;
