package dev.heddle.protocol.v2;

import com.google.gson.JsonObject;

/**
 * Params of the notification {@code rawResponseItem/completed}: an item exactly as the model sent
 * it.
 *
 * @param item in the form of the model API
 */
public record RawResponseItemCompletedNotification(
    String threadId, String turnId, @ResponseItem JsonObject item) {}
