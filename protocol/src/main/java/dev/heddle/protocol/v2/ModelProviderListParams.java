package dev.heddle.protocol.v2;

/** Params of {@code modelProvider/list}, which takes none. */
public record ModelProviderListParams() {}
