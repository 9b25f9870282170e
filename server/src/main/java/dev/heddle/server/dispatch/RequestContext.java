package dev.heddle.server.dispatch;

import dev.heddle.server.connection.ClientConnection;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/**
 * What a handler may know about the request beside its params. Immutable.
 *
 * @param connection the client that asked
 * @param requestId the request's id, as the client chose it; not unique
 * @param method the request's method
 */
public record RequestContext(
    ClientConnection connection, Either<String, Number> requestId, String method) {}
