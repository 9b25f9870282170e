package dev.heddle.server.store.local;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadPatch.Change;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The metadata records: a member that is there changes something, null clears it.
 *
 * <pre>
 * {"preview":…,"name":…,"git":{"sha":…,"branch":…,"origin_url":…},"memory_mode":…,"goal":…,
 *  "read_state":{"first_unread_turn_id":…,"revision":…}}
 * </pre>
 */
final class MetadataRecords {
  private MetadataRecords() {}

  /**
   * The record of a patch, or null when it changes nothing.
   *
   * @param newestTurnId the newest ended turn, which marking unread points at
   */
  static @Nullable RolloutRecord of(ThreadPatch patch, @Nullable String newestTurnId, Instant at) {
    JsonObject change = new JsonObject();
    set(change, "name", patch.name());
    JsonObject git = new JsonObject();
    set(git, "sha", patch.gitSha());
    set(git, "branch", patch.gitBranch());
    set(git, "origin_url", patch.gitOriginUrl());
    if (!git.isEmpty()) {
      change.add("git", git);
    }
    set(change, "memory_mode", patch.memoryMode());
    if (patch.goal().present()) {
      JsonObject goal = patch.goal().value();
      change.add("goal", goal == null ? JsonNull.INSTANCE : goal);
    }
    if (patch.read() != null) {
      JsonObject read = new JsonObject();
      read.addProperty("first_unread_turn_id", patch.read() ? null : newestTurnId);
      read.addProperty("revision", UUID.randomUUID().toString());
      change.add("read_state", read);
    }
    return change.isEmpty() ? null : RolloutRecord.of(at, RecordTypes.THREAD_METADATA, change);
  }

  /** What a new thread starts with beside its header, or null when that is nothing. */
  static @Nullable RolloutRecord initial(String preview, @Nullable String name, Instant at) {
    JsonObject change = new JsonObject();
    if (!preview.isEmpty()) {
      change.addProperty("preview", preview);
    }
    if (name != null) {
      change.addProperty("name", name);
    }
    return change.isEmpty() ? null : RolloutRecord.of(at, RecordTypes.THREAD_METADATA, change);
  }

  /** All of a thread's metadata, for a file that begins anew. */
  static RolloutRecord all(StoredThread thread, Instant at) {
    JsonObject change = new JsonObject();
    change.addProperty("preview", thread.preview());
    change.addProperty("name", thread.name());
    GitInfo info = thread.git();
    JsonObject git = new JsonObject();
    git.addProperty("sha", info == null ? null : info.sha());
    git.addProperty("branch", info == null ? null : info.branch());
    git.addProperty("origin_url", info == null ? null : info.originUrl());
    change.add("git", git);
    change.addProperty("memory_mode", thread.memoryMode());
    change.add("goal", thread.goal());
    return RolloutRecord.of(at, RecordTypes.THREAD_METADATA, change);
  }

  private static void set(JsonObject into, String name, Change<String> change) {
    if (change.present()) {
      into.addProperty(name, change.value());
    }
  }
}
