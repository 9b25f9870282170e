package dev.heddle.server.dispatch;

import dev.heddle.protocol.rpc.MethodSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The table of methods and the code behind each. Methods that few clients begin with are in {@link
 * #area areas}, which are filled when the first of their methods is asked for: what a method needs
 * takes a start time and memory.
 *
 * <p><b>Thread-safety:</b> made by one thread, then thread-safe.
 */
public final class Routes {
  private final Map<String, Route<?, ?>> byName = new LinkedHashMap<>();
  private final List<Area> areas = new ArrayList<>();
  private final Supplier<List<String>> order;

  /** Methods to add when one of these names is asked for. */
  private record Area(List<String> prefixes, Consumer<Routes> filling) {
    boolean has(String method) {
      for (String prefix : prefixes) {
        if (method.startsWith(prefix)) {
          return true;
        }
      }
      return false;
    }
  }

  /** A table that lists its methods in the order in which they were added. */
  public Routes() {
    this(List::of);
  }

  /**
   * An empty table.
   *
   * @param order the names of methods, as {@link #names} is to list them; asked for when it does
   */
  public Routes(Supplier<List<String>> order) {
    this.order = order;
  }

  /** Adds a method. */
  public <P, R> Routes on(MethodSpec<P, R> spec, Handler<P, R> handler) {
    if (byName.putIfAbsent(spec.name(), new Route<>(spec, handler)) != null) {
      throw new IllegalStateException("two handlers for " + spec.name());
    }
    return this;
  }

  /**
   * The methods whose names begin with one of {@code prefixes}: {@code filling} adds them to this
   * table when the first of them is asked for.
   */
  public Routes area(List<String> prefixes, Consumer<Routes> filling) {
    areas.add(new Area(prefixes, filling));
    return this;
  }

  /** Runs {@code action} once, before the first request of any of these methods is handled. */
  public Routes beforeFirst(Set<String> methods, Runnable action) {
    Runnable once = once(action);
    for (String method : methods) {
      byName.computeIfPresent(method, (name, route) -> route.precededBy(once));
    }
    return this;
  }

  /**
   * Runs {@code action} once, when the first answer of any of these methods was handed to the
   * client's stream. It runs on the writer's thread and must not block. Not for methods whose
   * answers {@linkplain Reply#later come later}.
   */
  public Routes afterFirst(Set<String> methods, Runnable action) {
    Runnable once = once(action);
    for (String method : methods) {
      byName.computeIfPresent(method, (name, route) -> route.followedBy(once));
    }
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
  synchronized @Nullable Route<?, ?> find(String method) {
    Route<?, ?> route = byName.get(method);
    if (route == null) {
      fill(area -> area.has(method));
      route = byName.get(method);
    }
    return route;
  }

  /** The methods there are. */
  public synchronized List<String> names() {
    fill(area -> true);
    return byName.keySet().stream().sorted(Comparator.comparingInt(order.get()::indexOf)).toList();
  }

  private void fill(Predicate<Area> wanted) {
    for (Area area : List.copyOf(areas)) {
      if (wanted.test(area)) {
        Routes filled = new Routes();
        area.filling().accept(filled); // if memory runs out here, who asks next tries again
        byName.putAll(filled.byName);
        areas.remove(area);
      }
    }
  }
}
