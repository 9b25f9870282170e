package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Experimental;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code account/read}: the account in use.
 *
 * @param account null when not logged in
 * @param userId null when not logged in
 * @param requiresOpenaiAuth whether the provider in use needs a login
 * @param workspaceRouting null when not restricted
 */
public record GetAccountResponse(
    @Nullable Account account,
    @Nullable String userId,
    boolean requiresOpenaiAuth,
    @Experimental @Nullable WorkspaceRouting workspaceRouting) {}
