package dev.heddle.protocol.v2;

/** A suggested answer. */
public record ToolRequestUserInputOption(String label, String description) {}
