package dev.heddle.server.turn;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.UserInput;
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
 * @param stored its parts as they are stored for people
 */
record UserMessage(TurnInput input, JsonArray model, JsonArray stored) {

  /**
   * Makes it ready.
   *
   * @param bounds how much of it the model is shown
   */
  static UserMessage of(TurnInput input, MessageBounds bounds) {
    JsonArray model = new JsonArray();
    ModelInput shown = new ModelInput(bounds.pictureBytes());
    for (UserInput part : input.content()) {
      JsonObject forModel = shown.of(part);
      if (forModel != null) {
        model.add(forModel);
      }
    }
    return new UserMessage(input, model, UserMessages.stored(input.content()));
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
    records.addAll(scope.items().record(item));
    scope.record(records);
    return item;
  }
}
