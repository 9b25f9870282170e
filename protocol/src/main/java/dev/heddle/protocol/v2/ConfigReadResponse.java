package dev.heddle.protocol.v2;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.OmitNull;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code config/read}: the effective configuration and where it comes from.
 *
 * @param config effective values as JSON
 * @param origins source of each value by dotted key
 * @param layers weakest last; null unless asked for
 */
public record ConfigReadResponse(
    @Config JsonObject config,
    Map<String, ConfigLayerMetadata> origins,
    @OmitNull @Nullable List<ConfigLayer> layers) {}
