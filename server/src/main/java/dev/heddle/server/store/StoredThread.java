package dev.heddle.server.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of one thread beside its history. Immutable.
 *
 * @param id the thread's id
 * @param sessionId the session it belongs to; its own id unless it is a sub-agent's
 * @param forkedFromId immediate source of a fork, or null
 * @param parentThreadId the thread that spawned it, or null
 * @param preview the first user message as lists show it; empty before there is one
 * @param name the user's name for it, or null
 * @param historyMode how it is recorded
 * @param modelProvider id of the provider it last ran with
 * @param model the model it last ran with, or null when none is recorded
 * @param reasoningEffort or null
 * @param createdAt when it was started
 * @param updatedAt when it last changed
 * @param recencyAt when a turn last started; orders the recent list
 * @param archived whether it is archived
 * @param rolloutPath absolute path of the file that holds its newest records, or null in a store
 *     without paths
 * @param cwd absolute working directory
 * @param cliVersion version of the program that started it
 * @param originator the client that started it
 * @param source where it came from, as recorded: a word or an object
 * @param threadSource free text of the client, or null
 * @param agentNickname of a sub-agent, or null
 * @param agentRole of a sub-agent, or null
 * @param git what is known of its repository, or null
 * @param memoryMode {@code enabled} or {@code disabled}, or null when never set
 * @param goal the goal as recorded, or null
 * @param readState what the user has read of it
 * @param tokenUsage the newest token counts as recorded ({@code total_token_usage}, {@code
 *     last_token_usage}, {@code model_context_window}), or null
 */
public record StoredThread(
    String id,
    String sessionId,
    @Nullable String forkedFromId,
    @Nullable String parentThreadId,
    String preview,
    @Nullable String name,
    HistoryMode historyMode,
    String modelProvider,
    @Nullable String model,
    @Nullable String reasoningEffort,
    Instant createdAt,
    Instant updatedAt,
    Instant recencyAt,
    boolean archived,
    @Nullable String rolloutPath,
    String cwd,
    String cliVersion,
    String originator,
    JsonElement source,
    @Nullable String threadSource,
    @Nullable String agentNickname,
    @Nullable String agentRole,
    @Nullable GitInfo git,
    @Nullable String memoryMode,
    @Nullable JsonObject goal,
    ReadState readState,
    @Nullable JsonObject tokenUsage) {}
