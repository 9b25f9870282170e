/**
 * The journal's record format: what a line of a Codex rollout can be, and the folds that give a
 * sequence of records its meaning (turns and items, the model's context).
 *
 * <p>Every store keeps these records, whatever it keeps them in, so the format belongs to no store.
 * Nothing here touches a file, the wire protocol or a database. Source of the format: what Codex
 * 0.169.0 writes; see ARCHITECTURE.md, "On disk".
 */
@NullMarked
package dev.heddle.server.rollout;

import org.jspecify.annotations.NullMarked;
