package dev.heddle.protocol.v2;

/** Answer to {@code applyPatchApproval}: the decision. */
public record ApplyPatchApprovalResponse(ReviewDecision decision) {}
