package dev.heddle.server.store.journal;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryBase;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.StoredThread;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The session_meta records that stores write.
 *
 * <p><b>Thread-safety:</b> thread-safe; no state.
 */
public final class Headers {
  /** Codex cannot read a header that lacks one of these. */
  private static final Map<String, String> REQUIRED =
      Map.of("cwd", "/", "originator", "heddle", "cli_version", "0.0.0");

  /** Members that {@link Records#sessionMeta} sets itself. */
  private static final List<String> OWN =
      List.of(
          "id",
          "timestamp",
          "forked_from_id",
          "forked_from_ordinal_exclusive",
          "history_mode",
          "history_base");

  private Headers() {}

  /** The header of a new thread; {@code base} is what it inherits, or null. */
  public static RolloutRecord of(NewThread thread, @Nullable HistoryBase base) {
    JsonObject details = thread.sessionMeta().deepCopy();
    REQUIRED.forEach((member, value) -> {
      if (!details.has(member)) {
        details.addProperty(member, value);
      }
    });
    OWN.forEach(details::remove);
    if (!thread.preview().isEmpty()) {
      details.addProperty("heddle_preview", thread.preview());
    }
    if (thread.name() != null) {
      details.addProperty("heddle_name", thread.name());
    }
    HistoryMode mode = thread.historyMode();
    if (base != null && mode == HistoryMode.LEGACY) {
      details.addProperty(HistoryMode.OURS, mode.wireName());
      mode = HistoryMode.PAGINATED;
    }
    return Records.sessionMeta(
        thread.createdAt(),
        thread.threadId(),
        thread.createdAt(),
        mode,
        details,
        thread.forkedFromId(),
        base);
  }

  /** The header of the segment a revert begins: the thread's own, with another base. */
  public static RolloutRecord ofSegment(
      StoredThread thread, JsonObject meta, HistoryBase base, Instant at) {
    JsonObject details = meta.deepCopy();
    OWN.forEach(details::remove);
    return Records.sessionMeta(
            at,
            thread.id(),
            thread.createdAt(),
            HistoryMode.PAGINATED,
            details,
            thread.forkedFromId(),
            base)
        .at(base.endOrdinalExclusive());
  }

  /** The header with what git says of the thread's directory. */
  public static RolloutRecord withGit(RolloutRecord header, GitInfo info) {
    JsonObject meta = header.payload().deepCopy();
    meta.add("git", git(info));
    return new RolloutRecord(
        header.timestamp(), header.ordinal(), header.type(), meta, header.metadata());
  }

  /** A header again, as Codex repeats it in a legacy rollout when git or memory mode change. */
  public static RolloutRecord refreshed(JsonObject meta, StoredThread thread, Instant at) {
    JsonObject next = meta.deepCopy();
    GitInfo info = thread.git();
    next.add("git", git(info == null ? new GitInfo(null, null, null) : info));
    if (thread.memoryMode() != null) {
      next.addProperty("memory_mode", thread.memoryMode());
    }
    return RolloutRecord.of(at, RecordTypes.SESSION_META, next);
  }

  private static JsonObject git(GitInfo info) {
    return Records.git(info.sha(), info.branch(), info.originUrl());
  }
}
