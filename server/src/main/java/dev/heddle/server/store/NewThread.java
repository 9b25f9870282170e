package dev.heddle.server.store;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a store needs to open a new thread.
 *
 * @param threadId the caller's choice, a UUIDv7
 * @param createdAt when the thread was started
 * @param historyMode how to record it
 * @param sessionMeta the members of the first record that come from the server (cwd, originator,
 *     source, model provider, base instructions, …); the store adds ids, timestamp, mode and base
 * @param forkedFromId the thread it was forked from, or null
 * @param preview what lists show until the first user message arrives; empty for a new thread,
 *     inherited for a fork
 * @param name the name it starts with, or null
 * @param git asked once, when the thread is first stored; may answer null outside a repository
 */
public record NewThread(
    String threadId,
    Instant createdAt,
    HistoryMode historyMode,
    JsonObject sessionMeta,
    @Nullable String forkedFromId,
    String preview,
    @Nullable String name,
    Supplier<@Nullable GitInfo> git) {}
