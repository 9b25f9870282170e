package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.command.CommandBounds;
import dev.heddle.server.connection.Limits;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands of clients that do not read and do not end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandAdmissionTest {
  private static final int UNREAD_BYTES = 1 << 20;

  @TempDir Path home;

  @Test
  void aCommandThatDoesNotReadStopsNothingButItsInput() {
    try (TestClient client = server().start()) {
      long exec = sleeping(client, "deaf");
      long write = write(client, "deaf", UNREAD_BYTES);
      client.request("thread/loaded/list", "{}");
      assertOverloaded(client.awaitResponse(write(client, "deaf", UNREAD_BYTES)));
      client.request("command/exec/terminate", "{\"processId\":\"deaf\"}");
      assertThat(client.awaitResponse(exec).has("result")).isTrue();
      assertThat(client.awaitResponse(write).getAsJsonObject("error").toString())
          .contains("stdin is closed");
    }
  }

  @Test
  void oneCommandTooManyIsRefused() {
    try (TestClient client = server().start()) {
      long one = sleeping(client, "one");
      long two = sleeping(client, "two");
      assertOverloaded(client.awaitResponse(sleeping(client, "three")));
      client.request("command/exec/terminate", "{\"processId\":\"one\"}");
      client.awaitResponse(one);
      long three = sleeping(client, "three");
      client.closeInput(); // the server notices, and ends those that run
      assertThat(client.awaitResponse(two)).isNotNull();
      assertThat(client.awaitResponse(three)).isNotNull();
    }
  }

  private TestServer server() {
    return new TestServer(home, TestServer.Kind.MEMORY)
        .within(Limits.DEFAULT.withOpenRequests(1, UNREAD_BYTES))
        .within(new CommandBounds(2, UNREAD_BYTES));
  }

  private static long sleeping(TestClient client, String name) {
    return client.send(
        "command/exec",
        """
        {"command":["sleep","600"],"processId":"%s","streamStdin":true,"disableTimeout":true,
         "sandboxPolicy":{"type":"dangerFullAccess"}}
        """
            .formatted(name)
            .replace("\n", ""));
  }

  private static long write(TestClient client, String name, int bytes) {
    String data = Base64.getEncoder().encodeToString(new byte[bytes]);
    return client.send(
        "command/exec/write",
        "{\"processId\":\"%s\",\"deltaBase64\":\"%s\"}".formatted(name, data));
  }

  private static void assertOverloaded(JsonObject response) {
    assertThat(response.getAsJsonObject("error").getAsJsonObject("data").get("kind").getAsString())
        .isEqualTo("overloaded");
  }
}
