package dev.heddle.server.store.local;

import dev.heddle.server.store.StoredThread;
import org.jspecify.annotations.Nullable;

/** What this store changes of a {@link StoredThread}. */
final class Threads {
  private Threads() {}

  /** The path clients see: the one the file has when it is not compressed. */
  static String plainPath(RolloutFile file) {
    String path = file.path().toString();
    return file.compressed() ? path.substring(0, path.length() - ".zst".length()) : path;
  }

  static StoredThread withName(StoredThread t, @Nullable String name) {
    return new StoredThread(
        t.id(),
        t.sessionId(),
        t.forkedFromId(),
        t.parentThreadId(),
        t.preview(),
        name,
        t.historyMode(),
        t.modelProvider(),
        t.model(),
        t.reasoningEffort(),
        t.createdAt(),
        t.updatedAt(),
        t.recencyAt(),
        t.archived(),
        t.rolloutPath(),
        t.cwd(),
        t.cliVersion(),
        t.originator(),
        t.source(),
        t.threadSource(),
        t.agentNickname(),
        t.agentRole(),
        t.git(),
        t.memoryMode(),
        t.goal(),
        t.readState(),
        t.tokenUsage());
  }
}
