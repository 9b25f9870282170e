package dev.heddle.server.testkit;

import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.SerializationScope;
import dev.heddle.server.AppServerParts;
import dev.heddle.server.EndOfService;
import dev.heddle.server.dispatch.Routes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Small methods and servers made of them, for tests that are not about any real method. */
public final class TestRoutes {
  /** A notification that no table has. */
  public static final String NOTIFICATION = "note";

  private static final Set<String> METHODS = ConcurrentHashMap.newKeySet();

  private TestRoutes() {}

  /** Whether a test made this method up. */
  static boolean madeUp(String method) {
    return METHODS.contains(method);
  }

  /** A method that the schema does not know, as the tests' own. */
  public static <P, R> MethodSpec<P, R> madeUp(MethodSpec<P, R> method) {
    METHODS.add(method.name());
    return method;
  }

  /** A method on the thread that its params name. */
  public static MethodSpec<OnThread, Text> onThread(String name) {
    return madeUp(
        new MethodSpec<>(
            name, OnThread.class, Text.class, p -> SerializationScope.thread(p.threadId()), false));
  }

  /** A method that may overlap with everything. */
  public static MethodSpec<OnThread, Text> concurrent(String name) {
    return madeUp(
        new MethodSpec<>(name, OnThread.class, Text.class, p -> SerializationScope.NONE, false));
  }

  /** A server that can do only this and ends at once. */
  public static AppServerParts.Opening serving(Routes routes) {
    return serving(routes, patience -> true);
  }

  /** A server that can do only this. */
  public static AppServerParts.Opening serving(Routes routes, EndOfService end) {
    return (options, connections, questions, workers, lanes) ->
        new AppServerParts(routes, client -> {}, end);
  }

  /** Params that name a thread. */
  public record OnThread(String threadId) {}

  /** A result. */
  public record Text(String text) {}
}
