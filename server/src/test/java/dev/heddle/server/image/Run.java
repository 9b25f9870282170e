package dev.heddle.server.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import dev.heddle.protocol.rpc.WireTap;
import dev.heddle.server.testkit.WireWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program, byte for byte: what it wrote to standard output is kept as it came, however
 * little it looks like a message.
 */
final class Run implements AutoCloseable {
  private static final long PATIENCE_S = 60;

  /** What a client says first. */
  static final String INITIALIZE =
      "{\"id\":1,\"method\":\"initialize\",\"params\":{\"clientInfo\":{\"name\":\"it\","
          + "\"version\":\"1\"}}}";

  /** A request that needs the store. */
  static final String LIST = "{\"id\":2,\"method\":\"thread/list\",\"params\":{}}";

  /** Where the launcher keeps its marks in these tests. */
  static final Path MARKS = Path.of(System.getProperty("java.io.tmpdir"), "heddle-it-marks");

  private final Process process;
  private final BufferedReader output;
  private final Path errors;
  private final List<String> lines = new ArrayList<>();
  private final @Nullable WireTap tap;

  private Run(ProcessBuilder builder, @Nullable WireTap tap) throws IOException {
    this.tap = tap;
    errors = Files.createTempFile("heddle-run", ".stderr");
    process = builder.redirectError(errors.toFile()).start();
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** A program that is no server of ours. */
  static Run of(List<String> command, Map<String, String> environment) throws IOException {
    return new Run(builder(command, environment), null);
  }

  /** A server, however it is started: what it says is held against the schema. */
  static Run watched(List<String> command, Map<String, String> environment) throws IOException {
    return new Run(builder(command, environment), WireWatch.tap());
  }

  private static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    for (String name :
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "HEDDLE_JAVA_OPTS")) {
      builder.environment().remove(name);
    }
    builder.environment().put("XDG_CACHE_HOME", MARKS.toString());
    builder.environment().putAll(environment);
    return builder;
  }

  /** A server with its home in {@code home}. */
  static Run server(Image image, Path home, Map<String, String> environment) throws IOException {
    return watched(
        List.of(image.launcher().toString(), "app-server", "--home", home.toString()), environment);
  }

  void send(String line) throws IOException {
    if (tap != null) {
      tap.sent(line);
    }
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Reads up to the answer to request {@code id}, and returns it. */
  JsonObject awaitAnswer(int id) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      keep(line);
      if (line.contains("\"id\":" + id)) {
        return JsonParser.parseString(line).getAsJsonObject();
      }
    }
    throw new AssertionError("no answer to " + id + "; it wrote " + lines + " and " + errors());
  }

  /** The handshake and a list, answered. */
  Run works() throws IOException {
    send(INITIALIZE);
    assertThat(awaitAnswer(1).has("result")).isTrue();
    return lists();
  }

  /** A list, answered. */
  Run lists() throws IOException {
    send(LIST);
    assertThat(awaitAnswer(2).has("result")).as(errors()).isTrue();
    return this;
  }

  long pid() {
    return process.pid();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Closes the input and reads to the end; returns the exit code. */
  int end() throws IOException, InterruptedException {
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      // It ended before.
    }
    output.lines().forEach(this::keep);
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  private void keep(String line) {
    lines.add(line);
    if (tap != null) {
      tap.received(line);
    }
  }

  /** All lines that came so far. */
  List<String> lines() {
    return lines;
  }

  String errors() throws IOException {
    return Files.readString(errors);
  }

  /** Asserts that every line so far is exactly one JSON object. */
  void assertPure() {
    for (String line : lines) {
      assertThat(isObject(line)).as("a message: %s", line).isTrue();
    }
  }

  private static boolean isObject(String line) {
    JsonReader reader = new JsonReader(new StringReader(line));
    reader.setStrictness(Strictness.STRICT);
    try {
      return JsonParser.parseReader(reader).isJsonObject();
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(errors);
  }
}
