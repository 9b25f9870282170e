package dev.heddle.server.handler;

import dev.heddle.protocol.v2.DeprecationNoticeNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.rollout.HistoryMode;

/** Tells a client that it uses something it should not use any more. */
final class Notices {
  private static final String FULL_HISTORY =
      "Full-history hydration is deprecated for paginated threads; ";
  private static final String PAGES =
      ", then page with `thread/turns/list` and `thread/items/list`.";

  private Notices() {}

  /** A resume or fork that asks for all turns. */
  static void allTurnsWanted(ClientConnection client, HistoryMode mode, boolean excludeTurns) {
    if (mode == HistoryMode.PAGINATED && !excludeTurns) {
      notice(client, FULL_HISTORY + "use `excludeTurns: true`" + PAGES);
    }
  }

  /** A read that asks for all turns. */
  static void allTurnsRead(ClientConnection client, HistoryMode mode) {
    if (mode == HistoryMode.PAGINATED) {
      notice(client, FULL_HISTORY + "omit `includeTurns` or set it to `false`" + PAGES);
    }
  }

  /** {@code thread/rollback}. */
  static void rollback(ClientConnection client) {
    notice(client, "thread/rollback is deprecated and will be removed soon");
  }

  private static void notice(ClientConnection client, String summary) {
    client.notify(
        ServerNotifications.DEPRECATION_NOTICE, new DeprecationNoticeNotification(summary, null));
  }
}
