package dev.heddle.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code [heddle]}: what belongs to this server and not to a thread. Only the file and
 * the command line set it.
 *
 * @param store where threads are kept
 * @param postgres the database of the store of that kind; null for the others
 * @param durability when something acknowledged is on disk
 * @param blobs whether large strings are kept apart from the journals' lines
 * @param scenario the scenario file of the offline provider, or null for its built-in answers
 * @param maxEventBytes longest event accepted from a model provider, in bytes
 * @param backlogRecords how many records of a thread may wait to be stored before it takes no new
 *     turn
 * @param backlogBytes the same in bytes, roughly
 * @param idleUnload how long a thread that nobody listens to stays in memory; the key {@code
 *     idle_unload_minutes}
 * @param approvalTimeout how long a question to the user waits before it counts as declined; zero
 *     for ever; the key {@code approval_timeout_minutes}
 * @param contextWindows tokens by the name of a model
 * @param withoutReasoning ids of providers that are not told how to reason, because they refuse
 *     requests that say it; the key {@code without_reasoning}
 */
public record HeddleConfig(
    StoreKind store,
    @Nullable PostgresConfig postgres,
    Durability durability,
    BlobsSetting blobs,
    @Nullable Path scenario,
    int maxEventBytes,
    int backlogRecords,
    long backlogBytes,
    Duration idleUnload,
    Duration approvalTimeout,
    Map<String, Long> contextWindows,
    List<String> withoutReasoning) {}
