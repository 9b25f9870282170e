package dev.heddle.server.handler;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Homes with MCP servers in their configuration, and what tests ask of their threads. */
final class McpServers {
  /** Params of a thread in which nobody is asked. */
  static final String NEVER = "{\"approvalPolicy\":\"never\"}";

  private static final Path SCRIPT =
      Path.of(System.getProperty("heddle.root", ".."))
          .resolve("fixtures/mcp/server.sh")
          .toAbsolutePath()
          .normalize();

  private McpServers() {}

  /** A server on this home with the server {@code fake} in this mode. */
  static TestServer in(Path home, String mode, String... more) {
    configure(home, table("fake", mode, more));
    return new TestServer(home, TestServer.Kind.LOCAL).withMcp();
  }

  /** Writes the configuration. */
  static void configure(Path home, String... text) {
    try {
      Files.writeString(home.resolve("config.toml"), String.join("\n", text) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The table of a server of the script in this mode. */
  static String table(String name, String mode, String... more) {
    return "[mcp_servers."
        + name
        + "]\ncommand = \"sh\"\nargs = [\""
        + SCRIPT
        + "\", \""
        + mode
        + "\"]\n"
        + String.join("\n", more);
  }

  /** The same as JSON. */
  static String json(String mode) {
    return "{\"command\":\"sh\",\"args\":[\"" + SCRIPT + "\",\"" + mode + "\"]}";
  }

  /** Waits until the server has come to this phase; returns the notification. */
  static JsonObject awaitPhase(TestClient client, String server, String phase) {
    return client.awaitNotification(
        "mcpServer/startupStatus/updated",
        params ->
            params.get("name").getAsString().equals(server)
                && params.get("status").getAsString().equals(phase));
  }

  /** Runs a turn in which the model calls a tool of {@code fake}; returns the item. */
  static JsonObject call(TestServer server, TestClient client, String thread, String tool) {
    start(server, client, thread, tool);
    return item(client, tool);
  }

  /** Starts such a turn. */
  static void start(TestServer server, TestClient client, String thread, String tool) {
    server.model().then(ScriptedModel.callsIn("mcp__fake", "c_" + tool, tool, "{\"a\":\"1\"}"));
    Threads.startTurn(client, thread, "use " + tool);
  }

  /** Waits for the end of the call and of its turn; returns the item. */
  static JsonObject item(TestClient client, String tool) {
    JsonObject item =
        client
            .awaitNotification(
                "item/completed",
                params -> {
                  JsonObject each = params.getAsJsonObject("item");
                  return each.get("type").getAsString().equals("mcpToolCall")
                      && each.get("tool").getAsString().equals(tool);
                })
            .getAsJsonObject("item");
    client.awaitNotification("turn/completed");
    return item;
  }

  /** What the model was told of the newest call: its parts, without the heading. */
  static List<String> told(TestServer server) {
    JsonElement output =
        server.model().requests().getLast().input().stream()
            .filter(item -> item.has("output"))
            .reduce((first, second) -> second)
            .orElseThrow()
            .get("output");
    if (!(output instanceof JsonArray parts)) {
      return List.of(output.getAsString().replaceFirst("(?s)^Wall time: .*?Output:\n", ""));
    }
    return parts.asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(part -> part.get(part.has("text") ? "text" : "image_url").getAsString())
        .filter(text -> !text.startsWith("Wall time: "))
        .toList();
  }

  /** The functions that the model was offered of a server, in order; empty for none. */
  static List<String> offered(TestServer server, String name) {
    return server.model().requests().getLast().tools().stream()
        .filter(tool -> tool.get("name").getAsString().equals("mcp__" + name))
        .flatMap(tool -> tool.getAsJsonArray("tools").asList().stream())
        .map(tool -> tool.getAsJsonObject().get("name").getAsString())
        .toList();
  }

  /** A JSON object of this text. */
  static JsonObject parse(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }
}
