package dev.heddle.server.connection;

import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.v2.ClientInfo;
import java.util.Set;

/**
 * What a client said about itself in {@code initialize}; it holds for the whole connection.
 * Immutable.
 *
 * @param client its name and version
 * @param experimentalApi whether it may use experimental methods and hears experimental
 *     notifications
 * @param optOuts exact names of notifications it does not want
 */
public record Handshake(ClientInfo client, boolean experimentalApi, Set<String> optOuts) {
  public Handshake {
    optOuts = Set.copyOf(optOuts);
  }

  /** Whether the client is to hear this kind of notification. */
  boolean wants(NotificationSpec<?> spec) {
    return (experimentalApi || !spec.experimental()) && !optOuts.contains(spec.name());
  }
}
