package dev.heddle.server.model.script;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a scenario answers, and what. Every condition that is given must hold.
 *
 * @param match found in the text of the last user message, or null for any
 * @param turn how many user messages the conversation has, from 1, or null for any
 * @param request the how manieth request of this process it is, from 1, or null for any
 * @param responses the answers to the successive requests of one turn; not empty
 */
record Rule(
    @Nullable Pattern match,
    @Nullable Integer turn,
    @Nullable Long request,
    List<List<Step>> responses) {

  boolean applies(Conversation conversation, long requestNumber) {
    return (match == null || match.matcher(conversation.lastUserText()).find())
        && (turn == null || turn == conversation.userMessages())
        && (request == null || request == requestNumber);
  }
}
