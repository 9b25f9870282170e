package dev.heddle.protocol.v2;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code configRequirements/read}: rules the administrator imposes.
 *
 * @param supportsIndependentSpeedModes null when unknown
 * @param requirements rules as JSON; null when there are none
 */
public record ConfigRequirementsReadResponse(
    @Nullable Boolean supportsIndependentSpeedModes,
    @Nullable @ConfigRequirements JsonObject requirements) {}
