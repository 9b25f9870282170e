package dev.heddle.protocol.v2;

import java.util.List;

/**
 * Answer to {@code modelProvider/list}: the configured providers.
 *
 * @param canChangeDefault whether a client may choose another default
 */
public record ModelProviderListResponse(
    List<ModelProviderSummary> data, String defaultProviderId, boolean canChangeDefault) {}
