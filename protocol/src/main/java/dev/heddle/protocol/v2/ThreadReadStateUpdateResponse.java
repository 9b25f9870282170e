package dev.heddle.protocol.v2;

/** Answer to {@code thread/readState/update}: the read state as it is now. */
public record ThreadReadStateUpdateResponse(ThreadReadState readState) {}
