package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.NoParams;
import dev.heddle.protocol.rpc.NotificationSpec;

/** The table of notifications a client sends. */
public final class ClientNotifications {
  /** The client has read the answer to {@code initialize}; nothing depends on it. */
  public static final NotificationSpec<NoParams> INITIALIZED =
      new NotificationSpec<>("initialized", NoParams.class, false);

  private ClientNotifications() {}
}
