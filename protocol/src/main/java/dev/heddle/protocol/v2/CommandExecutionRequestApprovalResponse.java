package dev.heddle.protocol.v2;

/** Answer to {@code item/commandExecution/requestApproval}: the decision. */
public record CommandExecutionRequestApprovalResponse(CommandExecutionApprovalDecision decision) {}
