package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code config/read}: which configuration to show.
 *
 * @param includeLayers also each source by itself
 * @param cwd project directory, or null for none
 */
public record ConfigReadParams(@Defaulted boolean includeLayers, @Nullable String cwd) {}
