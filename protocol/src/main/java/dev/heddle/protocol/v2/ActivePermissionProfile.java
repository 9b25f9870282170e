package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.Nullable;

/**
 * Name of the permissions in force.
 *
 * @param parent profile this one builds on, or null
 */
public record ActivePermissionProfile(
    String id, @SerializedName("extends") @Nullable String parent) {}
