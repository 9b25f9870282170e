package dev.heddle.server.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a model is told of a call, at the bounds. */
class McpOutputTest {
  @Test
  void theSecondTextGetsWhatTheFirstHasLeft() {
    assertThat(told("x".repeat(McpOutput.TEXT_CHARS - 1), "yy")).contains("2 characters left out");
    assertThat(told("x".repeat(McpOutput.TEXT_CHARS), "yy")).doesNotContain("yy");
  }

  @Test
  void ofVeryManyPartsTheFirstAreTold() {
    JsonArray content = new JsonArray();
    for (int i = 0; i < 10_000; i++) {
      content.add(block(""));
    }
    assertThat(parts(content)).hasSizeLessThan(1100);
  }

  private static String told(String... texts) {
    JsonArray content = new JsonArray();
    for (String text : texts) {
      content.add(block(text));
    }
    return parts(content).toString();
  }

  private static JsonObject block(String text) {
    JsonObject block = new JsonObject();
    block.addProperty("type", "text");
    block.addProperty("text", text);
    return block;
  }

  private static JsonArray parts(JsonArray content) {
    JsonObject result = new JsonObject();
    result.add("content", content);
    return McpOutput.of(result, Duration.ZERO).output().getAsJsonArray();
  }
}
