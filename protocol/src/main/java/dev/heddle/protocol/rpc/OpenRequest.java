package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;

/**
 * A request that waits for its answer.
 *
 * @param method its name, for error texts
 * @param result what the answer decodes to
 * @param answer completed once
 */
record OpenRequest<R>(String method, Class<R> result, CompletableFuture<R> answer) {
  void complete(ResponseMessage response) {
    if (response.getError() != null) {
      answer.completeExceptionally(new ResponseErrorException(response.getError()));
      return;
    }
    JsonElement value = response.getResult() instanceof JsonElement json ? json : JsonNull.INSTANCE;
    try {
      answer.complete(WireJson.decode(value, result));
    } catch (DecodeException e) {
      answer.completeExceptionally(e);
    }
  }
}
