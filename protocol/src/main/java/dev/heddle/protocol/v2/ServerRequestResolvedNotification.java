package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.OneOf;

/**
 * Params of the notification {@code serverRequest/resolved}: a question to the client needs no
 * answer any more.
 *
 * @param requestId id of the request, a number or a string
 */
public record ServerRequestResolvedNotification(
    String threadId, @OneOf({String.class, Long.class}) JsonElement requestId) {}
