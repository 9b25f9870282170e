package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;

/**
 * Why a written value has no effect.
 *
 * @param effectiveValue value that wins
 */
public record OverriddenMetadata(
    String message, ConfigLayerMetadata overridingLayer, JsonElement effectiveValue) {}
