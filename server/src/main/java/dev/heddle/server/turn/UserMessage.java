package dev.heddle.server.turn;

import com.google.gson.JsonArray;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.thread.TurnInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user sends, ready to be recorded: the files it names are read by then.
 *
 * @param input what was sent
 * @param model its parts as the model is shown them
 * @param skills texts of the skills it asks for, which the model gets behind it
 * @param stored its parts as they are stored for people
 */
record UserMessage(TurnInput input, JsonArray model, List<String> skills, JsonArray stored) {
  private static final List<String> SKILL = List.of("skills.selected_skill_instructions");

  /** How many items it adds to the model's conversation. */
  int items() {
    return input.context().size() + (input.content().isEmpty() ? 0 : 1 + skills.size());
  }

  /**
   * Records it as the model's message and as a completed item; before it, what the client tells the
   * model besides, which is no item.
   *
   * @return the item, or null for empty input, which makes none
   */
  @Nullable StoredItem record(TurnScope scope) {
    List<RolloutRecord> records = new ArrayList<>();
    input
        .context()
        .forEach((source, entry) ->
            records.add(scope.responseItem(Messages.fromClient(source, entry, scope.turnId()))));
    if (input.content().isEmpty()) {
      scope.record(records);
      return null;
    }
    long now = scope.clock().millis();
    String itemId = Uuid7.next();
    StoredItem item =
        new StoredItem(
            scope.turnId(),
            itemId,
            RolloutRecord.NO_ORDINAL,
            now,
            now,
            StoredItems.userMessage(itemId, input.clientMessageId(), stored));
    records.add(scope.responseItem(Messages.user("msg_" + Uuid7.next(), model)));
    for (String skill : skills) {
      records.add(
          scope.responseItem(
              Messages.context(
                  "msg_" + Uuid7.next(), "user", List.of(skill), SKILL, scope.turnId())));
    }
    records.addAll(scope.items().record(item));
    scope.record(records);
    return item;
  }
}
