package dev.heddle.protocol.v2;

/** Connection a command wants to make. */
public record NetworkApprovalContext(String host, NetworkApprovalProtocol protocol) {}
