package dev.heddle.server.dispatch;

import dev.heddle.protocol.rpc.MethodSpec;

/**
 * One method and the code behind it.
 *
 * @param spec the method
 * @param handler its code
 * @param <P> params record
 * @param <R> result record
 */
record Route<P, R>(MethodSpec<P, R> spec, Handler<P, R> handler) {
  /** The same with something to run before each request. */
  Route<P, R> precededBy(Runnable step) {
    return new Route<>(
        spec,
        (params, context) -> {
          step.run();
          return handler.handle(params, context);
        });
  }

  /** The same with something to run, as {@link Reply#onFlushed} says, behind each answer. */
  Route<P, R> followedBy(Runnable step) {
    return new Route<>(spec, (params, context) -> handler.handle(params, context).onFlushed(step));
  }
}
