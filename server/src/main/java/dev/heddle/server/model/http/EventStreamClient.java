package dev.heddle.server.model.http;

import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.ProviderConfig;
import dev.heddle.server.model.Cancellation;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelException.Kind;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.model.Sleeper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.sse.EventSources;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * One provider's endpoint: posts a request and reads the events it answers with.
 *
 * <p>The HTTP client is made at the first use, since loading it takes long. Streams are read on the
 * calling thread, each over a connection of its own or of the pool, without any limit on how many
 * run at once.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Errors:</b> {@link ModelException}; secrets that the configuration or the environment holds
 * never appear in its message.
 */
public final class EventStreamClient {
  /** How much of an error's body is read. */
  private static final long MAX_ERROR_BYTES = 64 * 1024;

  private static final Duration WARM_UP_TIMEOUT = Duration.ofSeconds(5);

  private final ProviderConfig config;
  private final HttpUrl url;
  private final String shownUrl;
  private final Map<String, String> environment;
  private final int maxEventBytes;
  private final Sleeper sleeper;
  private final Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
  private final Object lock = new Object();
  private @Nullable OkHttpClient client; // guarded by lock

  /**
   * @param config with a base URL
   * @param path below the base URL, such as {@code responses}
   * @param environment the process's environment: keys, headers and proxies
   * @param maxEventBytes longest event accepted
   * @param sleeper waits between attempts
   * @throws ConfigException when the base URL is not one
   */
  public EventStreamClient(
      ProviderConfig config,
      String path,
      Map<String, String> environment,
      int maxEventBytes,
      Sleeper sleeper)
      throws ConfigException {
    this.config = config;
    this.environment = environment;
    this.maxEventBytes = maxEventBytes;
    this.sleeper = sleeper;
    HttpUrl base = config.baseUrl() == null ? null : HttpUrl.parse(config.baseUrl());
    if (base == null) {
      String key = "model_providers." + config.id() + ".base_url";
      throw ConfigException.invalid("not a URL\nin `" + key + "`\n", key);
    }
    HttpUrl.Builder builder = base.newBuilder();
    if (base.pathSegments().getLast().isEmpty()) {
      builder.removePathSegment(base.pathSegments().size() - 1);
    }
    builder.addPathSegments(path);
    HttpUrl endpoint = builder.build();
    // Query and user info may hold keys.
    this.shownUrl = endpoint.newBuilder().query(null).username("").password("").build().toString();
    config.queryParams().forEach(builder::setQueryParameter);
    this.url = builder.build();
  }

  /**
   * Posts the request and hands each event to {@code handler} on the calling thread.
   *
   * <p>A request that got no answer, or an answer that asks to come again, is sent again as often
   * as {@code request_max_retries} says, without a word to anybody. A provider that says when it
   * wants to be asked again (429) is the caller's to wait for, who can tell of it; one that still
   * wants to be asked less, and does not say when, is not to be asked again. Any other failure that
   * may pass is retryable: networks come back.
   *
   * @throws ModelException when there is no complete answer
   * @throws CancelledException when {@code cancellation} was cancelled first; the connection is
   *     then closed at once
   */
  public void post(
      RequestBody body, ModelRequest request, EventHandler handler, Cancellation cancellation)
      throws ModelException, CancelledException {
    Credentials credentials = Credentials.of(config, environment);
    Request http = credentials.addTo(request(body, request)).build();
    for (int attempt = 0; ; attempt++) {
      cancellation.check();
      ModelException failure = attempt(http, handler, cancellation, credentials.secrets());
      if (failure == null) {
        return;
      }
      cancellation.check();
      boolean limited = failure.kind() == Kind.RATE_LIMITED;
      if (limited && failure.retryAfter() != null) {
        throw failure;
      }
      Duration wait = backoff.before(attempt, failure.retryAfter());
      if (attempt >= config.requestMaxRetries()
          || !failure.retryable()
          || wait.compareTo(Backoff.MAX_WAIT) > 0) {
        throw limited ? failure.usedUp() : failure;
      }
      sleeper.sleep(wait, cancellation);
    }
  }

  /**
   * Loads what a first request needs: makes the client, and sends a meaningless request to a server
   * inside this process. Reaches no other machine. Never fails.
   *
   * @param events what that server answers
   */
  public void warmUp(RequestBody body, ModelRequest request, String events, EventHandler handler) {
    try (LoopbackAnswer server = new LoopbackAnswer(events)) {
      client();
      ProviderConfig loopback =
          new ProviderConfig(
              config.id(),
              config.name(),
              config.wireApi(),
              server.url(),
              null,
              null,
              null,
              Map.of(),
              Map.of(),
              Map.of(),
              0,
              0,
              WARM_UP_TIMEOUT);
      new EventStreamClient(loopback, "warm-up", Map.of(), maxEventBytes, sleeper)
          .post(body, request, handler, new Cancellation());
    } catch (IOException
        | RuntimeException
        | ConfigException
        | ModelException
        | CancelledException e) {
      // Then the first request loads it.
    }
  }

  private Request.Builder request(RequestBody body, ModelRequest request) {
    return new Request.Builder()
        .url(url)
        .post(body)
        .header("Accept", "text/event-stream")
        // Compressed events would arrive late: the server's compressor waits for more.
        .header("Accept-Encoding", "identity")
        .header("User-Agent", "heddle")
        .header("session-id", request.threadId())
        .header("thread-id", request.threadId());
  }

  /**
   * One attempt.
   *
   * @return why there was no answer at all, or null after a complete answer
   * @throws ModelException when an answer began and is not complete
   */
  private @Nullable ModelException attempt(
      Request request, EventHandler handler, Cancellation cancellation, Secrets secrets)
      throws ModelException, CancelledException {
    Call call = client().newCall(request);
    try (Cancellation.Registration registration = cancellation.onCancel(call::cancel);
        Response response = call.execute()) {
      if (response.isSuccessful()) {
        readEvents(response, handler, cancellation, secrets);
        return null;
      }
      return refusal(response, secrets);
    } catch (IOException e) {
      cancellation.check();
      return connectionFailed(e, secrets);
    }
  }

  private void readEvents(
      Response response, EventHandler handler, Cancellation cancellation, Secrets secrets)
      throws ModelException, CancelledException {
    BoundedEvents events = new BoundedEvents(response.body(), maxEventBytes, handler);
    EventReader reader = new EventReader(handler, cancellation, events);
    EventSources.processResponse(events.in(response), reader);
    ModelException failure = reader.failure();
    if (reader.complete()) {
      return; // a cancellation came too late
    }
    cancellation.check();
    if (failure != null) {
      throw hide(failure, secrets);
    }
    // Some servers break the connection after an answer that is all there.
    if (!handler.end()) {
      throw reader.brokenBy() == null
          ? ModelException.streamClosed(null)
          : broken(reader.brokenBy(), secrets);
    }
  }

  private ModelException broken(Exception cause, Secrets secrets) {
    if (cause instanceof SocketTimeoutException) {
      return ModelException.streamFailed(
          "nothing arrived for " + config.streamIdleTimeout().toMillis() + " ms", cause);
    }
    if (cause instanceof EventTooLongException) {
      return new ModelException(
          Kind.OTHER,
          "stream disconnected before completion: " + cause.getMessage(),
          null,
          false,
          null,
          cause);
    }
    if (cause instanceof IllegalStateException) {
      return new ModelException(
          Kind.OTHER,
          secrets.hideIn("The provider did not answer with an event stream: " + cause.getMessage()),
          null,
          false,
          null,
          cause);
    }
    return ModelException.streamClosed(cause);
  }

  private ModelException refusal(Response response, Secrets secrets) {
    BufferedSource source = response.body().source();
    try {
      source.request(MAX_ERROR_BYTES);
    } catch (IOException e) {
      // The status says enough; what arrived of the text is shown.
    }
    int length = (int) Math.min(source.getBuffer().size(), MAX_ERROR_BYTES);
    String text = source.getBuffer().snapshot(length).utf8();
    Duration retryAfter =
        Backoff.retryAfter(response.header("Retry-After"), ZonedDateTime.now(ZoneOffset.UTC));
    return hide(ProviderErrors.ofStatus(response.code(), text, shownUrl, retryAfter), secrets);
  }

  private ModelException connectionFailed(IOException cause, Secrets secrets) {
    String reason;
    if (cause instanceof SocketTimeoutException) {
      reason = "no answer in time";
    } else if (cause instanceof UnknownHostException) {
      reason = "the host `" + url.host() + "` is unknown";
    } else if (cause instanceof ConnectException) {
      reason = "no connection to " + url.host() + ":" + url.port();
    } else if (cause instanceof SSLException) {
      reason = "no secure connection to " + url.host() + ": " + cause.getMessage();
    } else {
      reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
    return new ModelException(
        Kind.CONNECTION_FAILED,
        secrets.hideIn("Connection failed: " + reason),
        null,
        true,
        null,
        cause);
  }

  private static ModelException hide(ModelException failure, Secrets secrets) {
    String message = secrets.hideIn(failure.message());
    if (message.equals(failure.message())) {
      return failure;
    }
    return new ModelException(
        failure.kind(),
        message,
        failure.httpStatus(),
        failure.retryable(),
        failure.retryAfter(),
        null);
  }

  private OkHttpClient client() {
    synchronized (lock) {
      if (client == null) {
        client = HttpClients.create(url, config.streamIdleTimeout(), environment);
      }
      return client;
    }
  }
}
