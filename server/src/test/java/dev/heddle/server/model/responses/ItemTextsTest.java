package dev.heddle.server.model.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

class ItemTextsTest {
  private final ItemTexts texts = new ItemTexts();

  @Test
  void anItemIsWrittenOnce() {
    JsonObject item = new JsonObject();
    item.addProperty("type", "message");

    assertThat(texts.of(item)).isEqualTo("{\"type\":\"message\"}").isSameAs(texts.of(item));
  }

  @Test
  void equalItemsAreDifferentItems() {
    JsonObject first = new JsonObject();
    JsonObject second = new JsonObject();
    texts.of(first);
    second.addProperty("type", "reasoning");

    assertThat(texts.of(second)).isEqualTo("{\"type\":\"reasoning\"}");
  }
}
