package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.tool.image.ImageTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that a model looks at by itself. */
@Timeout(60)
class ViewImageTest {
  private static final int MOST_CHARS = 300;
  private static final String GIF = "R0lGODlhIGFuZCBtb3Jl";

  @TempDir Path temp;
  private Path work;
  private TestServer server;

  @BeforeEach
  void makePictures() throws IOException {
    work = Files.createDirectory(temp.toRealPath().resolve("wörk"));
    Files.writeString(work.resolve("a b.gif"), "GIF89a and more", StandardCharsets.US_ASCII);
    Files.writeString(work.resolve("no.png"), "no picture");
    byte[] large = "GIF89a".getBytes(StandardCharsets.US_ASCII);
    Files.write(work.resolve("large.gif"), Arrays.copyOf(large, MOST_CHARS));
    server =
        new TestServer(temp.resolve("home"), TestServer.Kind.LOCAL)
            .offering(new ImageTools(MOST_CHARS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"paginated", "legacy"})
  void aPictureIsShownToTheModelAndNamedToClients(String historyMode) throws Exception {
    String threadId;
    try (TestClient client = server.start()) {
      threadId = start(client, ",\"historyMode\":\"" + historyMode + "\"");
      looking("c1", "{\"path\":\"a b.gif\"}");
      Threads.runTurn(client, threadId, "look");

      JsonObject part = shown("c1").get(0).getAsJsonObject();
      assertThat(part.get("image_url").getAsString()).isEqualTo("data:image/gif;base64," + GIF);
      assertThat(part.get("type").getAsString()).isEqualTo("input_image");
      assertThat(views(client, "item/started")).singleElement().satisfies(this::isTheView);
      assertThat(views(client, "item/completed")).singleElement().satisfies(this::isTheView);
      client.closeInput();
      client.awaitEnd();
    }
    try (TestClient client = server.start()) {
      JsonObject read =
          client.request("thread/read", Threads.on(threadId, "\"includeTurns\":true"));
      assertThat(read.toString())
          .contains("{\"type\":\"imageView\",\"id\":\"c1\",\"path\":\"" + work.resolve("a b.gif"));
      client.request("thread/resume", Threads.on(threadId));
      Threads.runTurn(client, threadId, "and now?");
      assertThat(shown("c1").toString()).as("the model still has it").contains(GIF);
    }
  }

  private void isTheView(JsonObject item) {
    assertThat(item.get("id").getAsString()).isEqualTo("c1");
    assertThat(item.get("path").getAsString()).isEqualTo(work.resolve("a b.gif").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"path\":\"no.png\"} | no.png is not an image.",
        "{\"path\":\"large.gif\"} | large.gif is too large to show.",
        "{\"path\":\"gone.gif\"} | gone.gif could not be read.",
        "{\"path\":\".\"} | could not be read.",
        "{\"path\":\"\\u0000\"} | is no path of a file.",
        "{\"path\":\"\"} | The path of the picture is missing.",
        "{\"path\":7} | The path of the picture is missing.",
        "{} | The path of the picture is missing.",
        "[] | The arguments are not a JSON object.",
      })
  void whatCannotBeShownIsToldToTheModelAlone(String arguments, String told) {
    try (TestClient client = server.start()) {
      String threadId = start(client, "");
      looking("c1", arguments);
      Threads.runTurn(client, threadId, "look");
      assertThat(server.model().lastOutputOf("c1")).endsWith(told);
      assertThat(views(client, "item/started")).isEmpty();
    }
  }

  @Test
  void withoutAMachineThereIsNothingToLookAt() {
    try (TestClient client = server.start()) {
      String threadId = start(client, ",\"environments\":[]");
      looking("c1", "{\"path\":\"" + work.resolve("a b.gif") + "\"}");
      Threads.runTurn(client, threadId, "look");
      assertThat(server.model().requests().getFirst().tools()).isEmpty();
      assertThat(server.model().lastOutputOf("c1")).doesNotContain(GIF);
    }
  }

  private String start(TestClient client, String more) {
    return Threads.start(client, "{\"cwd\":\"" + work + "\"" + more + "}");
  }

  private void looking(String callId, String arguments) {
    server.model().then(ScriptedModel.calls(callId, "view_image", arguments));
  }

  private JsonArray shown(String callId) {
    return server.model().requests().getLast().input().stream()
        .filter(item -> item.has("output") && item.get("call_id").getAsString().equals(callId))
        .map(item -> item.getAsJsonArray("output"))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonObject> views(TestClient client, String method) {
    return client.trace().stream()
        .filter(each -> each.method().equals(method))
        .map(each -> each.message().getAsJsonObject("params").getAsJsonObject("item"))
        .filter(item -> item.get("type").getAsString().equals("imageView"))
        .toList();
  }
}
