package dev.heddle.protocol.v2;

/** A reasoning effort a model supports. */
public record ReasoningEffortOption(@ReasoningEffort String reasoningEffort, String description) {}
