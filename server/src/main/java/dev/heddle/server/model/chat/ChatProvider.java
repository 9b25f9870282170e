package dev.heddle.server.model.chat;

import com.google.gson.JsonParser;
import dev.heddle.server.model.Cancellation;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.ModelProvider;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.model.http.EventStreamClient;
import dev.heddle.server.model.http.JsonBody;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The provider that speaks Chat Completions.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ChatProvider implements ModelProvider {
  /** Where requests go, below the base URL. */
  public static final String PATH = "chat/completions";

  private static final int ID_BYTES = 12;

  private final EventStreamClient client;

  /**
   * @param client for {@link #PATH}
   */
  public ChatProvider(EventStreamClient client) {
    this.client = client;
  }

  @Override
  public void stream(ModelRequest request, ModelListener listener, Cancellation cancellation)
      throws ModelException, CancelledException {
    cancellation.check();
    ChatFunctions functions = new ChatFunctions(request.tools());
    client.post(
        JsonBody.of(new ChatRequest(request, functions)::writeTo),
        request,
        new ChatEvents(listener, request.input(), functions, ChatProvider::newId),
        cancellation);
  }

  @Override
  public void warmUp() {
    ModelRequest nothing =
        new ModelRequest("m", "", List.of(), List.of(), null, null, null, "t", "u");
    client.warmUp(
        JsonBody.of(new ChatRequest(nothing, new ChatFunctions(List.of()))::writeTo),
        nothing,
        "data: {\"choices\":[{\"delta\":{}}]}\n\n",
        data -> JsonParser.parseString(data).isJsonObject());
  }

  /** Chat has no ids for items, and ours must differ over all answers of a conversation. */
  private static String newId(String prefix) {
    byte[] bytes = new byte[ID_BYTES];
    ThreadLocalRandom.current().nextBytes(bytes);
    return prefix + HexFormat.of().formatHex(bytes);
  }
}
