package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Settable;

/**
 * Params of {@code threadSection/update}: a section to rename or restyle.
 *
 * @param appearance absent keeps it, null clears it
 */
public record ThreadSectionUpdateParams(
    String sectionId, String name, Settable<ThreadSectionAppearance> appearance) {}
