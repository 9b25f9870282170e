package dev.heddle.server;

import dev.heddle.protocol.v2.ConfigWarningNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.ClientConnections;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What every client is told of the server's surroundings: at once when its handshake is over, or as
 * soon as it is known; each thing once.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class ConfigWarnings {
  private final ClientConnections connections;
  private final List<ConfigWarningNotification> warnings = new ArrayList<>();
  private final Set<ClientConnection> told = Collections.newSetFromMap(new WeakHashMap<>());

  ConfigWarnings(ClientConnections connections) {
    this.connections = connections;
  }

  /** Adds a warning for every client, present or to come. */
  synchronized void add(String summary, String details) {
    ConfigWarningNotification warning = new ConfigWarningNotification(summary, details, null, null);
    warnings.add(warning);
    connections.initialized().stream()
        .filter(told::contains)
        .forEach(client -> client.notify(ServerNotifications.CONFIG_WARNING, warning));
  }

  /** Tells a client whose handshake is over what is known by now. */
  synchronized void tell(ClientConnection client) {
    if (told.add(client)) {
      warnings.forEach(warning -> client.notify(ServerNotifications.CONFIG_WARNING, warning));
    }
  }
}
