package dev.heddle.server.dispatch;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.ExperimentalUse;
import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.rpc.SerializationScope;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.log.Log;
import dev.heddle.server.store.ThreadStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.jspecify.annotations.Nullable;

/**
 * The way from a request to its answer: finds the route, decodes the params, checks that the client
 * may ask this now, submits the work to a lane, and turns a failure into an error. It is the only
 * place that does the last.
 *
 * <p>The request that begins a connection is run at once on the reader's thread, because clients
 * send others behind it without waiting. All others run on workers.
 *
 * <p><b>Thread-safety:</b> {@link #dispatch} belongs to the connection's reader; the rest runs on
 * workers.
 */
public final class RequestDispatcher {
  private static final Log LOG = Log.of(RequestDispatcher.class);

  private final Route<?, ?> opening;
  private final Supplier<Routes> routes;
  private final RequestLanes lanes;
  private final OpenRequests open;
  private final WorkGate gate;

  /**
   * A dispatcher.
   *
   * @param opening the method that begins a connection, on its own because nothing else is needed
   *     to answer it
   * @param openingHandler its code
   * @param routes all other methods; asked on the first of them
   * @param maxRunning how many requests run at once; at least 1
   */
  public <P, R> RequestDispatcher(
      MethodSpec<P, R> opening,
      Handler<P, R> openingHandler,
      Supplier<Routes> routes,
      RequestLanes lanes,
      OpenRequests open,
      int maxRunning) {
    this.opening = new Route<>(opening, openingHandler);
    this.routes = routes;
    this.lanes = lanes;
    this.open = open;
    this.gate = new WorkGate(maxRunning);
  }

  /**
   * Accepts a request; it will be answered exactly once. Does not throw, and waits for nothing but,
   * with the first requests, the table of routes to be made.
   */
  public void dispatch(ClientConnection connection, RequestMessage message) {
    OpenRequest request = open.accept(connection, message);
    answeringFailures(
        request,
        () -> {
          if (open.hasEnded()) {
            throw shuttingDown();
          }
          Route<?, ?> route = routeOf(message.getMethod());
          RetiredMembers.check(message.getMethod(), message.getParams());
          start(request, route, message.getParams());
        });
  }

  private <P, R> void start(OpenRequest request, Route<P, R> route, @Nullable Object json) {
    MethodSpec<P, R> spec = route.spec();
    ClientConnection connection = request.connection();
    P params = decode(spec, json);
    boolean opens = spec.name().equals(opening.spec().name());
    if (!opens && !connection.isInitialized()) {
      throw RpcException.invalidRequest(ErrorKind.NOT_INITIALIZED, "Not initialized");
    }
    if (!opens && !connection.isExperimental()) {
      checkStable(spec, json);
    }
    RequestContext context = new RequestContext(connection, request.id(), spec.name());
    if (opens) {
      run(request, route, params, context);
      return;
    }
    SerializationScope scope = spec.scope().apply(params);
    try {
      lanes.submit(scope, () -> runInTurn(request, route, params, context));
    } catch (RejectedExecutionException e) {
      throw shuttingDown();
    }
  }

  private <P, R> void runInTurn(
      OpenRequest request, Route<P, R> route, P params, RequestContext context) {
    answeringFailures(
        request,
        () -> {
          gate.enter(request.connection());
          try {
            if (open.beginsNoMore()) {
              throw shuttingDown();
            }
            run(request, route, params, context);
          } finally {
            gate.leave();
          }
        });
  }

  private <P, R> void run(
      OpenRequest request, Route<P, R> route, P params, RequestContext context) {
    answeringFailures(
        request,
        () -> {
          Reply<R> reply = route.handler().handle(params, context);
          CompletableFuture<Reply<R>> coming = reply.coming();
          if (coming == null) {
            request.succeed(reply);
          } else {
            if (reply.isOfProgram()) {
              open.waitsForProgram(request);
            }
            coming.whenComplete((late, failure) -> finish(request, late, failure));
          }
        });
  }

  private static void finish(
      OpenRequest request, @Nullable Reply<?> late, @Nullable Throwable failure) {
    answeringFailures(
        request,
        () -> {
          if (late != null) {
            request.succeed(late);
            return;
          }
          Throwable cause =
              failure instanceof CompletionException && failure.getCause() != null
                  ? failure.getCause()
                  : failure;
          switch (cause) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException("a late reply failed", cause);
          }
        });
  }

  private Route<?, ?> routeOf(String method) {
    if (method.equals(opening.spec().name())) {
      return opening;
    }
    Route<?, ?> route = routes.get().find(method);
    if (route == null) {
      List<String> known = new ArrayList<>();
      known.add(opening.spec().name());
      known.addAll(routes.get().names());
      throw RpcException.invalidRequest(
          ErrorKind.UNKNOWN_METHOD,
          "Invalid request: " + DecodeException.unknownVariant(method, known).getMessage());
    }
    return route;
  }

  private static <P> P decode(MethodSpec<P, ?> spec, @Nullable Object json) {
    try {
      return WireJson.decodeParams(json, spec.params());
    } catch (DecodeException e) {
      throw RpcException.invalidRequest("Invalid request: " + e.getMessage());
    }
  }

  private static void checkStable(MethodSpec<?, ?> spec, @Nullable Object json) {
    String used =
        spec.experimental()
            ? spec.name()
            : ExperimentalUse.find(spec.name(), (JsonElement) json, spec.params());
    if (used != null) {
      throw RpcException.invalidRequest(
          ErrorKind.EXPERIMENTAL_REQUIRED, used + " requires experimentalApi capability");
    }
  }

  private static void answeringFailures(OpenRequest request, Step step) {
    try {
      step.run();
    } catch (RpcException e) {
      if (e.kind() == ErrorKind.INTERNAL) {
        LOG.error(request.method() + " failed", e);
      }
      request.fail(e);
    } catch (ThreadStoreException e) {
      RpcException error = StoreFailures.toRpc(e, StoreFailures.operationOf(request.method()));
      if (error.code() == RpcException.INTERNAL) {
        if (e.kind() == ThreadStoreException.Kind.CORRUPT && e.getCause() == null) {
          LOG.warn(request.method() + " was refused: " + e.getMessage()); // what a file holds
        } else {
          LOG.error(request.method() + " failed in the store", e);
        }
      }
      request.fail(error);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      request.fail(shuttingDown());
    } catch (RuntimeException | Error e) {
      LOG.error(request.method() + " failed", e); // the trace stays in our log
      request.fail(RpcException.internal("Internal error", null));
    }
  }

  /** What a request is told that the server will not do any more. */
  public static RpcException shuttingDown() {
    return RpcException.of(
        RpcException.INTERNAL, ErrorKind.SHUTTING_DOWN, "the server is shutting down");
  }

  /** A step of a request that may fail in any way. */
  @FunctionalInterface
  private interface Step {
    void run() throws InterruptedException;
  }
}
