package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question within an agent message that does not block the turn.
 *
 * @param options suggested answers, or null for free text
 */
public record AsyncUserInputQuestion(String title, @Nullable List<String> options) {}
