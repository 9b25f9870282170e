package dev.heddle.server.chat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.RpcClientListener;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.jspecify.annotations.Nullable;

/**
 * What the server says, queued for the thread that talks to the person.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class ChatEvents implements RpcClientListener {
  private static final Set<String> QUESTIONS =
      Set.of("item/commandExecution/requestApproval", "item/fileChange/requestApproval");

  private final BlockingQueue<ChatEvent> queue = new LinkedBlockingQueue<>();

  /** The next one; waits for it. */
  ChatEvent take() throws InterruptedException {
    return queue.take();
  }

  @Override
  public void notified(NotificationMessage notification) {
    queue.add(new ChatEvent.Told(notification.getMethod(), object(notification.getParams())));
  }

  @Override
  public CompletionStage<? extends @Nullable Object> requested(RequestMessage request) {
    if (!QUESTIONS.contains(request.getMethod())) {
      return RpcClientListener.super.requested(request);
    }
    CompletableFuture<JsonElement> answer = new CompletableFuture<>();
    queue.add(new ChatEvent.Asked(request.getMethod(), object(request.getParams()), answer));
    return answer;
  }

  @Override
  public void ended() {
    queue.add(new ChatEvent.Ended());
  }

  private static JsonObject object(@Nullable Object params) {
    return params instanceof JsonObject object ? object : new JsonObject();
  }
}
