package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of {@code threadSection/create}: a section to add.
 *
 * @param appearance null for the usual look
 */
public record ThreadSectionCreateParams(
    String name, @Nullable ThreadSectionAppearance appearance) {}
