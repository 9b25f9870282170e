package dev.heddle.server.handler;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ClientInfo;
import dev.heddle.protocol.v2.InitializeMethod;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.Handshake;
import dev.heddle.server.connection.Limits;
import dev.heddle.server.connection.Outbox;
import dev.heddle.server.dispatch.OpenRequests;
import dev.heddle.server.dispatch.RequestDispatcher;
import dev.heddle.server.dispatch.RequestLanes;
import dev.heddle.server.dispatch.Routes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.jspecify.annotations.Nullable;

/** One question put to handlers as a client puts it, and its answer as the client gets it. */
final class Asked {
  private Asked() {}

  /** The whole line that answers; {@code params} is JSON, or null to leave them out. */
  static JsonObject answer(Routes routes, String method, @Nullable String params)
      throws InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Outbox outbox = Outbox.open(out, Limits.DEFAULT_OUTBOX_BYTES, () -> 0L, () -> {});
    ClientConnection connection = new ClientConnection(outbox);
    connection.open(new Handshake(new ClientInfo("test", null, "1"), true, Set.of()));
    RequestDispatcher dispatcher =
        new RequestDispatcher(
            InitializeMethod.SPEC,
            new InitializeHandler(Path.of("/home"), "1", ignored -> {}),
            () -> routes,
            new RequestLanes(Runnable::run),
            new OpenRequests(Limits.DEFAULT),
            1);
    RequestMessage request = new RequestMessage();
    request.setRawId(Either.forRight(1));
    request.setMethod(method);
    request.setParams(params == null ? null : WireJson.parse(params));
    dispatcher.dispatch(connection, request);
    if (!outbox.close(Duration.ofSeconds(30))) {
      throw new AssertionError("not written");
    }
    return JsonParser.parseString(out.toString(StandardCharsets.UTF_8)).getAsJsonObject();
  }

  /** The result; fails when there is none. */
  static JsonObject result(Routes routes, String method, @Nullable String params)
      throws InterruptedException {
    JsonObject answer = answer(routes, method, params);
    JsonElement result = answer.get("result");
    if (result == null) {
      throw new AssertionError(answer);
    }
    return result.getAsJsonObject();
  }

  /** The error's code and message; fails when there is none. */
  static String error(Routes routes, String method, @Nullable String params)
      throws InterruptedException {
    JsonObject error = answer(routes, method, params).getAsJsonObject("error");
    return error.get("code").getAsInt() + " " + error.get("message").getAsString();
  }
}
