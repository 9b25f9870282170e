package dev.heddle.protocol.rpc;

import java.util.function.Function;

/**
 * One line of the table of client requests: a method's name, its types, what it may not overlap
 * with, and whether it needs the experimental capability. Immutable.
 *
 * @param name the method on the wire, for example {@code thread/read}
 * @param params the record its params decode to; {@link NoParams} for a method without any
 * @param result the record it answers with
 * @param scope what a request with these params may not overlap with
 * @param experimental whether the method needs {@code capabilities.experimentalApi}
 * @param <P> params record
 * @param <R> result record
 */
public record MethodSpec<P, R>(
    String name,
    Class<P> params,
    Class<R> result,
    Function<P, SerializationScope> scope,
    boolean experimental) {

  /** The same method, usable only after {@code capabilities.experimentalApi} was declared. */
  public MethodSpec<P, R> gated() {
    return new MethodSpec<>(name, params, result, scope, true);
  }
}
