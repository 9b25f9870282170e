package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * The client's name and version.
 *
 * @param name becomes part of the user agent, so no line breaks
 * @param title name for people, or null
 */
public record ClientInfo(String name, @Nullable String title, String version) {}
