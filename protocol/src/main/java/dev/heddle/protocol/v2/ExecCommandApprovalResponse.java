package dev.heddle.protocol.v2;

/** Answer to {@code execCommandApproval}: the decision. */
public record ExecCommandApprovalResponse(ReviewDecision decision) {}
