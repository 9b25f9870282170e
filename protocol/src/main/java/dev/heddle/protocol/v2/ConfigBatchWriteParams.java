package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code config/batchWrite}: values to write to a configuration file, all or none.
 *
 * @param filePath null for the user's own file
 * @param expectedVersion refused when the file has another one; null writes anyway
 * @param reloadUserConfig apply to loaded threads as far as possible
 */
public record ConfigBatchWriteParams(
    List<ConfigEdit> edits,
    @Nullable String filePath,
    @Nullable String expectedVersion,
    @Defaulted boolean reloadUserConfig) {}
