package dev.heddle.protocol.v2;

import java.util.List;

/** Answers to one question. */
public record ToolRequestUserInputAnswer(List<String> answers) {}
