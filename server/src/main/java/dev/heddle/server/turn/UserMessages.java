package dev.heddle.server.turn;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.UserInput;
import dev.heddle.server.context.ContextSource;
import dev.heddle.server.log.Log;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredNames;
import dev.heddle.server.skill.Skill;
import dev.heddle.server.skill.SkillSet;
import dev.heddle.server.thread.TurnInput;
import dev.heddle.server.thread.TurnSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What users send, as items people see and as messages the model sees.
 *
 * <p><b>Thread-safety:</b> immutable.
 */
final class UserMessages {
  private static final Log LOG = Log.of(UserMessages.class);

  private final MessageBounds bounds;
  private final ContextSource context;

  /**
   * @param bounds how much of a message the model is shown
   * @param context knows the skills that users ask for
   */
  UserMessages(MessageBounds bounds, ContextSource context) {
    this.bounds = bounds;
    this.context = context;
  }

  /** Makes ready what is to be recorded: the files it names are read by then. */
  UserMessage of(TurnInput input, TurnSettings settings) {
    JsonArray model = new JsonArray();
    ModelInput shown = new ModelInput(bounds.pictureBytes());
    for (UserInput part : input.content()) {
      JsonObject forModel = shown.of(part);
      if (forModel != null) {
        model.add(forModel);
      }
    }
    return new UserMessage(input, model, skills(input, settings), stored(input.content()));
  }

  /** The texts of the skills that it asks for. */
  private List<String> skills(TurnInput input, TurnSettings settings) {
    if (!SkillSet.mayAsk(input.content())) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Skill skill : context.skills(settings).askedFor(input.content())) {
      try {
        texts.add(skill.forModel());
      } catch (IOException e) {
        LOG.warn("skill " + skill.metadata().path() + " could not be read: " + e);
      }
    }
    return texts;
  }

  /**
   * Records the input; see {@link UserMessage#record}.
   *
   * @return the item, or null for empty input, which makes none
   */
  static @Nullable StoredItem record(TurnScope scope, TurnInput input) {
    return scope.messages().of(input, scope.settings()).record(scope);
  }

  /** The stored form of an input. */
  static JsonArray stored(List<UserInput> content) {
    JsonArray stored = new JsonArray();
    content.forEach(part -> stored.add(stored(part)));
    return stored;
  }

  /** The stored form of an input part: the wire's, with snake_case members. */
  private static JsonObject stored(UserInput part) {
    JsonObject wire = WireJson.toTree(part).getAsJsonObject();
    JsonObject stored = new JsonObject();
    stored.addProperty("type", StoredNames.snake(wire.get("type").getAsString()));
    for (var member : wire.entrySet()) {
      JsonElement value = member.getValue();
      switch (member.getKey()) {
        case "type" -> {}
        case "url" ->
            stored.add(Json.string(wire, "type", "") + "_url", value); // image_url, audio_url
        case "text_elements" -> stored.add("text_elements", textElements(value));
        default -> {
          if (!value.isJsonNull()) {
            stored.add(StoredNames.snake(member.getKey()), value);
          }
        }
      }
    }
    return stored;
  }

  private static JsonArray textElements(JsonElement elements) {
    JsonArray stored = new JsonArray();
    for (JsonElement element : elements.getAsJsonArray()) {
      JsonObject renamed = new JsonObject();
      element
          .getAsJsonObject()
          .entrySet()
          .forEach(member -> renamed.add(StoredNames.snake(member.getKey()), member.getValue()));
      stored.add(renamed);
    }
    return stored;
  }
}
