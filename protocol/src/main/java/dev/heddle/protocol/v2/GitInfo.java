package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Repository state of a thread; a member is null when unknown.
 *
 * @param sha commit
 * @param originUrl URL of the remote named origin
 */
public record GitInfo(@Nullable String sha, @Nullable String branch, @Nullable String originUrl) {}
