package dev.heddle.protocol.v2;

/** Params of the server request {@code currentTime/read}: what time is it for the client. */
public record CurrentTimeReadParams(String threadId) {}
