package dev.heddle.server.tool.dynamic;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.DynamicToolCallOutputContentItem;
import dev.heddle.protocol.v2.DynamicToolCallOutputContentItem.InputAudio;
import dev.heddle.protocol.v2.DynamicToolCallOutputContentItem.InputImage;
import dev.heddle.protocol.v2.DynamicToolCallOutputContentItem.InputText;
import dev.heddle.protocol.v2.DynamicToolCallResponse;
import dev.heddle.server.connection.ClientAnswer;
import dev.heddle.server.image.ImagePart;
import dev.heddle.server.image.InlineImage;
import dev.heddle.server.tool.ToolOutput;
import java.util.List;

/**
 * What came of a call of a client's tool: for people, for history and for the model.
 *
 * @param items what the client gave, or why there is nothing of it
 */
record DynamicResult(List<DynamicToolCallOutputContentItem> items, boolean success) {
  /** Of a call that was given up. */
  static final DynamicResult NONE = new DynamicResult(List.of(), false);

  /** Pictures come with the answer; nothing is fetched from elsewhere. */
  private static final String INLINE = "data:";

  static DynamicResult of(ClientAnswer<DynamicToolCallResponse> answer) {
    return switch (answer) {
      case ClientAnswer.Answered<DynamicToolCallResponse> given -> of(given.result());
      case ClientAnswer.Undecodable<DynamicToolCallResponse> given ->
          failed("dynamic tool response was invalid");
      case ClientAnswer.Refused<DynamicToolCallResponse> given ->
          failed("dynamic tool request failed");
      case ClientAnswer.Cancelled<DynamicToolCallResponse> given ->
          failed("dynamic tool request failed");
    };
  }

  private static DynamicResult of(DynamicToolCallResponse response) {
    boolean remote =
        response.contentItems().stream()
            .anyMatch(
                item -> item instanceof InputImage image && !image.imageUrl().startsWith(INLINE));
    return remote
        ? failed("remote image URLs are not supported; use an inline data URL instead")
        : new DynamicResult(response.contentItems(), response.success());
  }

  private static DynamicResult failed(String reason) {
    return new DynamicResult(List.of(new InputText(reason)), false);
  }

  /** As histories keep it: as on the wire. */
  JsonArray stored() {
    JsonArray stored = new JsonArray();
    items.forEach(item -> stored.add(WireJson.toTree(item)));
    return stored;
  }

  /** As the model gets it. */
  ToolOutput output() {
    if (items.size() == 1 && items.getFirst() instanceof InputText text) {
      return new ToolOutput(new JsonPrimitive(text.text()), success);
    }
    JsonArray parts = new JsonArray();
    items.forEach(item -> parts.add(part(item)));
    return new ToolOutput(parts, success);
  }

  private static JsonObject part(DynamicToolCallOutputContentItem item) {
    return switch (item) {
      case InputText text -> text(text.text());
      case InputImage image -> image(image.imageUrl());
      case InputAudio audio -> text("(Sound was left out here: it cannot be given to a model.)");
    };
  }

  /** What is no picture would make providers refuse the conversation from then on. */
  private static JsonObject image(String url) {
    String sound = InlineImage.sound(url);
    return sound == null
        ? text("(A picture was left out here: its data is none.)")
        : ImagePart.ofUrl(sound);
  }

  private static JsonObject text(String text) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "input_text");
    part.addProperty("text", text);
    return part;
  }
}
