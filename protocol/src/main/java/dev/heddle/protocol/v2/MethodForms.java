package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.SerializationScope;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Methods by what they may not overlap with. */
final class MethodForms {
  private MethodForms() {}

  /** May overlap with everything. */
  static <P, R> MethodSpec<P, R> concurrent(String name, Class<P> params, Class<R> result) {
    return new MethodSpec<>(name, params, result, p -> SerializationScope.NONE, false);
  }

  /** One at a time per thread, in arrival order. */
  static <P extends OnThread, R> MethodSpec<P, R> onThread(
      String name, Class<P> params, Class<R> result) {
    return new MethodSpec<>(
        name, params, result, p -> SerializationScope.thread(p.threadId()), false);
  }

  /** As {@link #onThread}, or per rollout path when the thread id is empty. */
  static <P extends OnThreadOrPath, R> MethodSpec<P, R> threadOrPath(
      String name, Class<P> params, Class<R> result) {
    return new MethodSpec<>(name, params, result, MethodForms::scopeOf, false);
  }

  private static SerializationScope scopeOf(OnThreadOrPath params) {
    String path = params.path();
    return params.threadId().isEmpty() && path != null
        ? SerializationScope.path(path)
        : SerializationScope.thread(params.threadId());
  }

  /**
   * One at a time per process id of the client, in arrival order; beside everything without one.
   */
  static <P, R> MethodSpec<P, R> onProcess(
      String name, Class<P> params, Class<R> result, Function<P, @Nullable String> processId) {
    return new MethodSpec<>(
        name, params, result, p -> nameScope("command-exec ", processId.apply(p)), false);
  }

  static <P, R> MethodSpec<P, R> onHandle(
      String name, Class<P> params, Class<R> result, Function<P, String> handle) {
    return new MethodSpec<>(
        name, params, result, p -> nameScope("process ", handle.apply(p)), false);
  }

  private static SerializationScope nameScope(String kind, @Nullable String name) {
    return name == null ? SerializationScope.NONE : SerializationScope.global(kind + name);
  }

  /** Changes what {@code scope} stands for. */
  static <P, R> MethodSpec<P, R> exclusive(
      String name, Class<P> params, Class<R> result, String scope) {
    return new MethodSpec<>(name, params, result, p -> SerializationScope.global(scope), false);
  }

  /** Reads what {@code scope} stands for. */
  static <P, R> MethodSpec<P, R> shared(
      String name, Class<P> params, Class<R> result, String scope) {
    return new MethodSpec<>(
        name, params, result, p -> SerializationScope.globalShared(scope), false);
  }
}
