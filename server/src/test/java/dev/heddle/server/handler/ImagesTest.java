package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that a user sends: what a provider would refuse does not get into the conversation. */
@Timeout(60)
class ImagesTest {
  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5Erk"
          + "Jggg==";

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'image','imageUrl':'data:image/png;base64,AA'} | ImageReference",
        "{'type':'image','url':null} | ImageReference",
        "{'type':'audio','audioUrl':'x'} | AudioReference",
      })
  void onesThatAreNowhereAreRefused(String part, String reference) {
    TestServer server = new TestServer(home, TestServer.Kind.MEMORY);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String params =
          Threads.on(
              threadId,
              "\"clientUserMessageId\":\"m\",\"input\":[" + part.replace('\'', '"') + "]");
      for (String method : new String[] {"turn/start", "thread/queue/add"}) {
        JsonObject error = client.requestError(method, params);
        assertThat(error.get("code").getAsInt()).isEqualTo(-32600);
        assertThat(error.get("message").getAsString())
            .isEqualTo(
                "Invalid request: data did not match any variant of untagged enum " + reference);
      }
      assertThat(server.model().requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:image/png;base64,AAAA",
        "data:image/png;base64,iVBORw0KGgo=",
        "data:image/png;base64,!!!",
        "data:image/png,abc",
        "data:text/plain;base64,AAAA",
      })
  void dataThatIsNoPictureIsNotShown(String url) {
    assertThat(shown("\"url\":\"" + url + "\"").get("type").getAsString()).isEqualTo("input_text");
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, image/png, " + PNG,
    "image/jpeg, image/png, " + PNG,
    "image/jpeg, image/jpeg, /9j/4AAQ",
    "image/gif, image/gif, R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
    "image/webp, image/webp, UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
  })
  void aPictureIsShownAsWhatItIs(String said, String type, String data) {
    assertThat(shown("\"url\":\"data:" + said + ";base64," + data + "\"").get("image_url"))
        .asString()
        .isEqualTo("\"data:" + type + ";base64," + data + "\"");
  }

  @Test
  void aPictureCanBeNamedByItsId() {
    JsonObject part = shown("\"fileId\":\"file-1\"");
    assertThat(part.get("file_id").getAsString()).isEqualTo("file-1");
    assertThat(part.has("image_url")).isFalse();
  }

  /** What the model is shown of a picture with these members. */
  private JsonObject shown(String members) {
    TestServer server = new TestServer(home, TestServer.Kind.MEMORY);
    server.model().then(ScriptedModel.says("seen"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String params = Threads.on(threadId, "\"input\":[{\"type\":\"image\"," + members + "}]");
      JsonObject turn = client.request("turn/start", params).getAsJsonObject("turn");
      Threads.awaitCompleted(client, turn.get("id").getAsString());
      JsonArray content =
          server.model().requests().getFirst().input().getLast().getAsJsonArray("content");
      assertThat(content).hasSize(1);
      return content.get(0).getAsJsonObject();
    }
  }
}
