package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code config/value/write}: one value to write to a configuration file.
 *
 * @param keyPath dotted key
 * @param value null removes the key
 * @param filePath null for the user's own file
 * @param expectedVersion refused when the file has another one; null writes anyway
 */
public record ConfigValueWriteParams(
    String keyPath,
    JsonElement value,
    MergeStrategy mergeStrategy,
    @Nullable String filePath,
    @Nullable String expectedVersion) {}
