package dev.heddle.server.model;

import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request to a model.
 *
 * @param model the model's name
 * @param instructions system instructions; may be empty
 * @param input the conversation, oldest first, as Responses items. Shared, do not change
 * @param tools tool definitions in Responses form; may be empty
 * @param reasoningEffort or null for the model's default
 * @param reasoningSummary {@code auto}, {@code concise}, {@code detailed}, {@code none}, or null
 *     for what is usual for the model
 * @param outputSchema JSON Schema the answer must follow, or null
 * @param threadId the conversation, for prompt caching and request headers
 * @param turnId the turn
 */
public record ModelRequest(
    String model,
    String instructions,
    List<JsonObject> input,
    List<JsonObject> tools,
    @Nullable String reasoningEffort,
    @Nullable String reasoningSummary,
    @Nullable JsonObject outputSchema,
    String threadId,
    String turnId) {}
