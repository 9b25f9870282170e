package dev.heddle.protocol.v2;

/** Answer to {@code item/fileChange/requestApproval}: the decision. */
public record FileChangeRequestApprovalResponse(FileChangeApprovalDecision decision) {}
