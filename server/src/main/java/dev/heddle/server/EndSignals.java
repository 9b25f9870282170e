package dev.heddle.server;

import dev.heddle.server.log.Log;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * The signals that ask a process to go: the first ends the server in order, a second at once. A
 * shutdown hook could not tell the second from the first, and would leave the exit code to the JVM.
 * {@code sun.misc.Signal} is the only way to a signal, and its module is supported.
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
    for (String name : NAMES) {
      try {
        Signal.handle(new Signal(name), signals::received);
      } catch (IllegalArgumentException e) {
        LOG.warn("a signal keeps its default: " + e.getMessage());
      }
    }
  }

  private void received(Signal signal) {
    if (seen.compareAndSet(false, true)) {
      server.end(signal.toString());
    } else {
      Runtime.getRuntime().halt(ExitCode.FORCED.number());
    }
  }
}
