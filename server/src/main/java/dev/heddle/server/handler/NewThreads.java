package dev.heddle.server.handler;

import com.google.gson.JsonObject;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.thread.TurnSettings;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names new threads and says what a store needs to know of them.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class NewThreads {
  private final SessionMetas metas;
  private final Clock clock;
  private final Function<String, @Nullable GitInfo> git;

  /**
   * @param metas the members of their first records
   * @param git what is known of the repository around a directory; slow, asked once per thread
   */
  NewThreads(SessionMetas metas, Clock clock, Function<String, @Nullable GitInfo> git) {
    this.metas = metas;
    this.clock = clock;
    this.git = git;
  }

  /** An id that no thread has. */
  String nextId() {
    return Uuid7.next();
  }

  /** A thread that inherits nothing. */
  NewThread fresh(
      ClientConnection client,
      TurnSettings settings,
      HistoryMode mode,
      @Nullable String threadSource,
      String preview) {
    return new NewThread(
        nextId(),
        clock.instant(),
        mode,
        metas.of(client.handshake(), settings, threadSource),
        null,
        preview,
        null,
        () -> git.apply(settings.cwd()));
  }

  /** A fork of {@code source}. */
  NewThread fork(
      String childId,
      ClientConnection client,
      TurnSettings settings,
      ForkSource source,
      @Nullable String threadSource) {
    GitInfo known = git.apply(settings.cwd());
    JsonObject meta = metas.of(client.handshake(), settings, threadSource);
    return new NewThread(
        childId,
        clock.instant(),
        source.historyMode(),
        meta,
        source.threadId(),
        source.preview(),
        source.name(),
        () -> known);
  }

  /** What a fork takes over from its source beside the history. */
  record ForkSource(
      String threadId, HistoryMode historyMode, String preview, @Nullable String name) {}
}
