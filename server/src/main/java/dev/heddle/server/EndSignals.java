package dev.heddle.server;

import dev.heddle.server.log.Log;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The signals that ask a process to go: the first ends the server in order, a second at once. A
 * shutdown hook could not tell the second from the first, and would leave the exit code to the JVM.
 *
 * <p>{@code sun.misc.Signal} is the only way to a signal. Its module is supported, but javac warns
 * about every mention of it, hence the reflection.
 */
final class EndSignals {
  private static final Log LOG = Log.of(EndSignals.class);
  private static final String[] NAMES = {"TERM", "INT", "HUP"};

  private final AppServer server;
  private final AtomicBoolean seen = new AtomicBoolean();

  private EndSignals(AppServer server) {
    this.server = server;
  }

  /** Ends {@code server} on SIGTERM, SIGINT and SIGHUP; one that the parent ignores stays so. */
  static void handle(AppServer server) {
    EndSignals signals = new EndSignals(server);
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Constructor<?> named = signal.getConstructor(String.class);
      Method handle = signal.getMethod("handle", signal, handler);
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(), new Class<?>[] {handler}, signals::invoked);
      for (String name : NAMES) {
        handle.invoke(null, named.newInstance(name), proxy);
      }
    } catch (InvocationTargetException e) {
      LOG.warn("a signal keeps its default: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      LOG.warn("signals keep their defaults", e);
    }
  }

  // Nothing but handle(Signal) is ever called on it; that is void, so what this returns is dropped.
  private String invoked(Object proxy, Method method, Object[] arguments) {
    if (method.getName().equals("handle")) {
      received(arguments[0].toString());
    }
    return method.getName();
  }

  private void received(String signal) {
    if (seen.compareAndSet(false, true)) {
      server.end(signal);
    } else {
      Runtime.getRuntime().halt(ExitCode.FORCED.number());
    }
  }
}
