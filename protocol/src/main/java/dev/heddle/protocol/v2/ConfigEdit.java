package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;

/**
 * A value to write.
 *
 * @param keyPath dotted key
 * @param value null removes the key
 */
public record ConfigEdit(String keyPath, JsonElement value, MergeStrategy mergeStrategy) {}
