package dev.heddle.protocol.v2;

/** Answer to {@code thread/attachment/remove}: empty, whether there was one or not. */
public record ThreadAttachmentRemoveResponse() {}
