/**
 * Who decides whether a command runs: the approval policy of the turn, the rules the user has
 * agreed to, what was granted for the session, and the user.
 *
 * <p>{@link dev.heddle.server.approval.CommandApprovals} only says what is needed; the tool that
 * wants to run something asks. Rules are kept where Codex keeps them ({@code rules/*.rules} in the
 * home) and in its form; of that form, calls of {@code prefix_rule} are understood.
 */
@NullMarked
package dev.heddle.server.approval;

import org.jspecify.annotations.NullMarked;
