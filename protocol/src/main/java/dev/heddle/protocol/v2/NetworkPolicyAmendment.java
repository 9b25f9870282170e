package dev.heddle.protocol.v2;

/** Rule for a host. */
public record NetworkPolicyAmendment(String host, NetworkPolicyRuleAction action) {}
