package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.OmitNull;
import org.jspecify.annotations.Nullable;

/**
 * One source of configuration with its values.
 *
 * @param version hash that changes with the content
 * @param config values as JSON
 * @param disabledReason why it is not applied, or null
 */
public record ConfigLayer(
    ConfigLayerSource name,
    String version,
    JsonElement config,
    @OmitNull @Nullable String disabledReason) {}
