package dev.heddle.protocol.rpc;

import org.jspecify.annotations.Nullable;

/**
 * The members that {@code error.data} always has; some errors have more beside them. Immutable.
 *
 * @param kind why the request failed, for clients to switch on
 * @param retryable whether the same request may succeed later without any other change
 * @param threadId the thread it concerns, where there is one
 */
public record ErrorData(ErrorKind kind, boolean retryable, @OmitNull @Nullable String threadId) {}
