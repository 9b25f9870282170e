package dev.heddle.server.dispatch;

import dev.heddle.protocol.rpc.MethodSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The table of methods and the code behind each, in the order in which an answer to an unknown
 * method lists them. Filled before the first request, then only read.
 */
public final class Routes {
  private final Map<String, Route<?, ?>> byName = new LinkedHashMap<>();

  /** Adds a method. */
  public <P, R> Routes on(MethodSpec<P, R> spec, Handler<P, R> handler) {
    if (byName.putIfAbsent(spec.name(), new Route<>(spec, handler)) != null) {
      throw new IllegalStateException("two handlers for " + spec.name());
    }
    return this;
  }

  /** Runs {@code action} once, before the first request of any of these methods is handled. */
  public Routes beforeFirst(Set<String> methods, Runnable action) {
    Runnable once = once(action);
    byName.replaceAll((name, route) -> methods.contains(name) ? route.precededBy(once) : route);
    return this;
  }

  /**
   * Runs {@code action} once, when the first answer of any of these methods was handed to the
   * client's stream. It runs on the writer's thread and must not block. Not for methods whose
   * answers {@linkplain Reply#later come later}.
   */
  public Routes afterFirst(Set<String> methods, Runnable action) {
    Runnable once = once(action);
    byName.replaceAll((name, route) -> methods.contains(name) ? route.followedBy(once) : route);
    return this;
  }

  private static Runnable once(Runnable action) {
    AtomicBoolean begun = new AtomicBoolean();
    return () -> {
      if (begun.compareAndSet(false, true)) {
        action.run();
      }
    };
  }

  /** The route of a method; null if there is none. */
  @Nullable Route<?, ?> find(String method) {
    return byName.get(method);
  }

  /** The methods there are, in table order. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }
}
