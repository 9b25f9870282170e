package dev.heddle.server.handler;

import com.google.gson.JsonElement;
import dev.heddle.protocol.v2.DeprecationNoticeNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.WarningNotification;
import dev.heddle.server.config.IgnoredKeys;
import dev.heddle.server.config.McpConfig;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.thread.LiveThread;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells a client that it uses something it should not use any more, or that has no effect. */
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

  /**
   * What a thread's configuration says and this server does not do.
   *
   * @param config by dotted key; null for none
   */
  static void ignoredSettings(
      ClientConnection client, LiveThread thread, @Nullable Map<String, JsonElement> config) {
    IgnoredKeys.in(config)
        .forEach((key, instead) ->
            warn(client, thread, "`" + key + "` of this thread has no effect here. " + instead));
    if (McpConfig.isNamedIn(config)) {
      thread
          .settings()
          .mcp()
          .unusable()
          .forEach((name, problem) ->
              warn(
                  client,
                  thread,
                  "MCP server `" + name + "` is configured wrongly and left out: " + problem));
    }
  }

  private static void warn(ClientConnection client, LiveThread thread, String message) {
    client.notify(
        thread.threadId(),
        ServerNotifications.WARNING,
        new WarningNotification(thread.threadId(), message));
  }

  private static void notice(ClientConnection client, String summary) {
    client.notify(
        ServerNotifications.DEPRECATION_NOTICE, new DeprecationNoticeNotification(summary, null));
  }
}
