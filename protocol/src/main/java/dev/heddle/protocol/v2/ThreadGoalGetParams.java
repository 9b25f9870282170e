package dev.heddle.protocol.v2;

/** Params of {@code thread/goal/get}: the thread whose goal to read. */
public record ThreadGoalGetParams(String threadId) implements OnThread {}
