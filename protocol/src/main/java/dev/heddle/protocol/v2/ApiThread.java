package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as clients see it; {@code Thread} on the wire.
 *
 * @param environments places commands run in, first one preferred; null when not loaded
 * @param extra always null here
 * @param sessionId shared by all threads that descend from one
 * @param forkedFromId thread it was branched from, or null
 * @param attachedToThreadId thread that owns it, or null
 * @param parentThreadId thread whose agent started it, or null
 * @param preview first user message, empty before it
 * @param ephemeral kept in memory only
 * @param section null when in none
 * @param sectionEnteredAt unix seconds, or null
 * @param projectId null when in none
 * @param model null when unknown
 * @param reasoningEffort null when unset or unknown
 * @param createdAt unix seconds
 * @param updatedAt unix seconds
 * @param recencyAt unix seconds used for ordering, or null
 * @param path absolute path of the rollout file; null when there is none
 * @param cwd absolute working directory
 * @param cliVersion version of the server that created it
 * @param originator name of the client that created it, or null
 * @param canAcceptDirectInput null when not loaded
 * @param threadSource free text of the client that started it, or null
 * @param agentNickname null unless a sub-agent
 * @param agentRole null unless a sub-agent
 * @param gitInfo null when unknown
 * @param name title, or null when it has none
 * @param daybreakEnabled null when unset
 * @param turns oldest first; filled only by resume, fork and read with turns
 */
public record ApiThread(
    String id,
    @Experimental @Nullable List<ThreadEnvironment> environments,
    @Experimental @Nullable ThreadExtra extra,
    String sessionId,
    @Nullable String forkedFromId,
    @Experimental @Nullable String attachedToThreadId,
    @Nullable String parentThreadId,
    String preview,
    boolean ephemeral,
    @Nullable ThreadSection section,
    @Nullable Long sectionEnteredAt,
    @Required @Nullable String projectId,
    @Defaulted ThreadHistoryMode historyMode,
    String modelProvider,
    @Nullable String model,
    @Nullable @ReasoningEffort String reasoningEffort,
    long createdAt,
    long updatedAt,
    @Nullable Long recencyAt,
    ThreadStatus status,
    @Nullable String path,
    @AbsolutePathBuf String cwd,
    String cliVersion,
    @Nullable String originator,
    SessionSource source,
    @Experimental @Nullable Boolean canAcceptDirectInput,
    @Nullable @ThreadSource String threadSource,
    @Nullable String agentNickname,
    @Nullable String agentRole,
    @Nullable GitInfo gitInfo,
    @Nullable String name,
    @Experimental @Nullable Boolean daybreakEnabled,
    List<Turn> turns) {}
