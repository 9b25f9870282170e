package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.StoredThread;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The session_meta records this store writes. */
final class Headers {
  private Headers() {}

  /** The header of a new thread; {@code cut} is where its inherited history ends, or null. */
  static RolloutRecord of(NewThread thread, @Nullable Cut cut) {
    JsonObject meta = new JsonObject();
    meta.addProperty("session_id", thread.threadId());
    meta.addProperty("id", thread.threadId());
    if (thread.forkedFromId() != null) {
      meta.addProperty("forked_from_id", thread.forkedFromId());
    }
    if (cut != null) {
      meta.addProperty("forked_from_ordinal_exclusive", cut.ordinal());
    }
    meta.addProperty("timestamp", thread.createdAt().truncatedTo(ChronoUnit.MILLIS).toString());
    // Codex cannot read a header that lacks one of these.
    meta.addProperty("cwd", "");
    meta.addProperty("originator", "heddle");
    meta.addProperty("cli_version", "0.0.0");
    thread.sessionMeta().entrySet().stream()
        .filter(member -> !member.getKey().equals("id") && !member.getKey().equals("timestamp"))
        .forEach(member -> meta.add(member.getKey(), member.getValue()));
    meta.addProperty("history_mode", thread.historyMode().wireName());
    if (cut != null) {
      meta.add("history_base", cut.reference());
    }
    return RolloutRecord.of(thread.createdAt(), RecordTypes.SESSION_META, meta);
  }

  /** The header of the segment a revert begins: the thread's own, with another base. */
  static RolloutRecord ofSegment(JsonObject meta, Cut cut, Instant at) {
    JsonObject next = meta.deepCopy();
    next.add("history_base", cut.reference());
    return RolloutRecord.of(at, RecordTypes.SESSION_META, next).at(cut.ordinal());
  }

  static RolloutRecord withGit(RolloutRecord header, GitInfo info) {
    JsonObject meta = header.payload().deepCopy();
    meta.add("git", git(info));
    return new RolloutRecord(
        header.timestamp(), header.ordinal(), header.type(), meta, header.metadata());
  }

  /** A header again, as Codex repeats it in a legacy rollout when git or memory mode change. */
  static RolloutRecord refreshed(JsonObject meta, StoredThread thread, Instant at) {
    JsonObject next = meta.deepCopy();
    GitInfo info = thread.git();
    next.add("git", git(info == null ? new GitInfo(null, null, null) : info));
    if (thread.memoryMode() != null) {
      next.addProperty("memory_mode", thread.memoryMode());
    }
    return RolloutRecord.of(at, RecordTypes.SESSION_META, next);
  }

  private static JsonObject git(GitInfo info) {
    JsonObject git = new JsonObject();
    if (info.sha() != null) {
      git.addProperty("commit_hash", info.sha());
    }
    if (info.branch() != null) {
      git.addProperty("branch", info.branch());
    }
    if (info.originUrl() != null) {
      git.addProperty("repository_url", info.originUrl());
    }
    return git;
  }
}
