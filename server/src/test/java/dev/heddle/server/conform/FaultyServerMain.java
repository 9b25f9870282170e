package dev.heddle.server.conform;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A server that does the handshake and little else: it lets requests through before {@code
 * initialize}, and announces threads before it answers. Its arguments are lines it begins with.
 */
final class FaultyServerMain {
  private FaultyServerMain() {}

  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line : args) {
      out.println(line);
    }
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonObject request = JsonParser.parseString(line).getAsJsonObject();
      if (!request.has("id") || !request.has("method")) {
        continue;
      }
      if (request.get("method").getAsString().equals("thread/start")) {
        out.println(
            "{\"method\":\"thread/started\",\"params\":{\"thread\":{\"id\":\"t\"}},"
                + "\"emittedAtMs\":1}");
      }
      out.println("{\"id\":" + request.get("id") + ",\"result\":" + result(request) + "}");
    }
  }

  private static String result(JsonObject request) {
    return switch (request.get("method").getAsString()) {
      case "initialize" -> "{\"userAgent\":\"faulty\"}";
      case "thread/start" -> "{\"thread\":{\"id\":\"t\"}}";
      default -> "{\"data\":[]}";
    };
  }
}
