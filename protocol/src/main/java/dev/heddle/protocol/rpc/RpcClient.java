package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.lsp4j.jsonrpc.JsonRpcException;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.jspecify.annotations.Nullable;

/**
 * A client's end of one connection: typed requests out, their answers as futures, and what the
 * server says by itself to a {@link RpcClientListener}.
 *
 * <pre>{@code
 * try (RpcClient client = RpcClient.open(in, out, listener)) {
 *   client.request(InitializeMethod.SPEC, params).get();
 *   client.notify(ClientNotifications.INITIALIZED, new NoParams());
 * }
 * }</pre>
 *
 * <p>A future is completed on the reading thread, before the next line is read: what depends on it
 * without an executor sees the connection as it was at the answer, and must not block. A future
 * that is cancelled or times out forgets its request; an answer that comes later is dropped.
 *
 * <p><b>Thread-safety:</b> thread-safe. One daemon thread reads until the input ends.
 *
 * <p><b>Errors:</b> a future fails with {@link ResponseErrorException} when the server refuses,
 * with {@link DecodeException} when the answer has another form, with {@link EOFException} when the
 * connection ended first, and with {@link IOException} when the request could not be written. Only
 * {@link #notify} throws.
 */
public final class RpcClient implements AutoCloseable {
  /** The longest line accepted, in bytes: answers with whole histories are long. */
  private static final int MAX_LINE_BYTES = 1 << 28;

  private final OutputStream out;
  private final NdjsonMessageConsumer consumer;
  private final RpcClientListener listener;
  private final AtomicLong nextId = new AtomicLong(1);
  private final ConcurrentMap<Long, OpenRequest<?>> open = new ConcurrentHashMap<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private volatile boolean inputEnded;

  private RpcClient(OutputStream out, RpcClientListener listener, WireTap tap) {
    this.out = out;
    this.consumer = new NdjsonMessageConsumer(new TappedOutput(out, tap));
    this.listener = listener;
  }

  /**
   * Opens a connection over two streams and begins to read.
   *
   * @param in what the server writes
   * @param out what the server reads; {@link #close} closes it
   */
  public static RpcClient open(InputStream in, OutputStream out, RpcClientListener listener) {
    return open(in, out, listener, WireTap.NONE);
  }

  /** The same, with an observer of the lines in both directions. */
  public static RpcClient open(
      InputStream in, OutputStream out, RpcClientListener listener, WireTap tap) {
    RpcClient client = new RpcClient(out, listener, tap);
    InputStream tapped = tap.equals(WireTap.NONE) ? in : new TappedInput(in, tap);
    Thread reading = new Thread(() -> client.read(tapped), "rpc-client-reader");
    reading.setDaemon(true);
    reading.start();
    return client;
  }

  /**
   * Sends a request. Members of {@code params} whose absence means the same are left out.
   *
   * @return its result, later
   */
  public <P, R> CompletableFuture<R> request(MethodSpec<P, R> method, P params) {
    return request(method.name(), sparse(params), method.result());
  }

  /**
   * Sends a request that no table lists.
   *
   * @param params JSON, or null for none
   * @return its result as JSON, later
   */
  public CompletableFuture<JsonElement> request(String method, @Nullable JsonElement params) {
    return request(method, params, JsonElement.class);
  }

  /**
   * Sends a notification.
   *
   * @throws JsonRpcException if it cannot be written
   */
  public <P> void notify(NotificationSpec<P> notification, P params) {
    NotificationMessage message = new NotificationMessage();
    message.setMethod(notification.name());
    message.setParams(sparse(params));
    consumer.consume(message);
  }

  /** Completed when the server's output has ended and all of it has been handled. Never fails. */
  public CompletableFuture<@Nullable Void> ended() {
    return ended.copy();
  }

  /**
   * Tells the server that there will be no more requests, by closing its input. Answers are still
   * received; {@link #ended} says when that is over.
   */
  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException gone) {
      // A pipe whose other end is gone is as closed as it can be.
    }
  }

  private <R> CompletableFuture<R> request(
      String method, @Nullable JsonElement params, Class<R> result) {
    long id = nextId.getAndIncrement();
    CompletableFuture<R> answer = new CompletableFuture<>();
    open.put(id, new OpenRequest<>(method, result, answer));
    answer.whenComplete((value, failure) -> open.remove(id));
    RequestMessage message = new RequestMessage();
    message.setRawId(Either.forRight(id));
    message.setMethod(method);
    message.setParams(params);
    try {
      consumer.consume(message);
    } catch (JsonRpcException e) {
      answer.completeExceptionally(e.getCause());
    }
    if (inputEnded) {
      // Entered after the reader failed the others.
      answer.completeExceptionally(endedBefore(method));
    }
    return answer;
  }

  private void read(InputStream in) {
    try {
      new NdjsonMessageProducer(in, MAX_LINE_BYTES, (id, fault) -> listener.misread(fault))
          .listen(this::accept);
    } finally {
      inputEnded = true;
      open.values().forEach(r -> r.answer().completeExceptionally(endedBefore(r.method())));
      try {
        listener.ended();
      } finally {
        ended.complete(null);
      }
    }
  }

  private void accept(Message message) {
    if (message instanceof ResponseMessage response) {
      answered(response);
    } else if (message instanceof RequestMessage request) {
      asked(request);
    } else if (message instanceof NotificationMessage notification) {
      listener.notified(notification);
    }
  }

  private void answered(ResponseMessage response) {
    OpenRequest<?> request =
        response.getRawId() != null && response.getRawId().isRight()
            ? open.get(response.getRawId().getRight().longValue())
            : null;
    if (request != null) {
      request.complete(response);
    }
  }

  private void asked(RequestMessage request) {
    listener
        .requested(request)
        .whenComplete((answer, failure) -> {
          ResponseMessage response = new ResponseMessage();
          response.setRawId(request.getRawId());
          if (failure == null) {
            response.setResult(answer);
          } else {
            response.setError(errorOf(failure));
          }
          consumer.consume(response);
        });
  }

  private static ResponseError errorOf(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof RpcException refusal
        ? refusal.toError()
        : RpcException.internal("The client failed to answer", cause).toError();
  }

  private static @Nullable JsonElement sparse(Object params) {
    return params instanceof NoParams ? null : WireJson.toSparseTree(params);
  }

  private static EOFException endedBefore(String method) {
    return new EOFException("the connection ended before " + method + " was answered");
  }
}
