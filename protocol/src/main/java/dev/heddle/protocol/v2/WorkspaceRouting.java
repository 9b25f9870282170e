package dev.heddle.protocol.v2;

/** Where requests of an account go. */
public record WorkspaceRouting(
    String chatgptAccountId, String backendOrigin, AccountRoutingOverride accountRoutingOverride) {}
