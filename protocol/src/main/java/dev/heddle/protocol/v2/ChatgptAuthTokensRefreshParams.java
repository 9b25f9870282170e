package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of the server request {@code account/chatgptAuthTokens/refresh}: the login held by the
 * client has expired.
 *
 * @param previousAccountId account to refresh, or null
 */
public record ChatgptAuthTokensRefreshParams(
    ChatgptAuthTokensRefreshReason reason, @Nullable String previousAccountId) {}
