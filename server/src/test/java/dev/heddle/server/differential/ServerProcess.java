package dev.heddle.server.differential;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A running server and everything it has said so far.
 *
 * <p><b>Thread-safety.</b> One thread sends and waits; a thread of its own reads. {@code this}
 * guards the messages.
 */
final class ServerProcess implements AutoCloseable {
  private static final long EXIT_TIMEOUT_S = 15;

  private final Process process;
  private final OutputStream input;
  private final Thread reader;
  private final List<JsonObject> messages = new ArrayList<>();
  private boolean ended;
  private boolean recording = true;

  /**
   * Starts the server.
   *
   * @param userHome an empty folder: start files and tool settings of whoever runs the tests stay
   *     out of the comparison
   */
  ServerProcess(ServerCommand command, Path home, Path cwd, Path userHome, Path log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command.command());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(ServerProcess::belongsToTheDeveloper);
    environment.put("CODEX_HOME", home.toString());
    environment.put("HOME", userHome.toString());
    // A server lives for a second or two here: compiling it well does not pay.
    environment.putIfAbsent("HEDDLE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    builder.directory(cwd.toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    process = builder.start();
    input = process.getOutputStream();
    reader = Thread.ofVirtual().name("read " + command.name()).start(this::read);
  }

  /** Proxies and certificates would reroute or delay the calls to the model on the loopback. */
  private static boolean belongsToTheDeveloper(String variable) {
    String name = variable.toUpperCase(Locale.ROOT);
    return name.contains("PROXY")
        || name.contains("CERT")
        || name.contains("SSL")
        || name.contains("CODEX")
        || name.equals("HEDDLE_HOME")
        || name.equals("RUST_LOG");
  }

  /** Writes one line; false when the server has closed its input. */
  boolean send(String line) {
    try {
      input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The number of messages so far: where a later {@link #await} may begin to look. */
  synchronized int size() {
    return messages.size();
  }

  synchronized List<JsonObject> messages() {
    return List.copyOf(messages);
  }

  /**
   * Waits for a message at or after a position.
   *
   * @return the position of the first that matches, or -1 when it does not come: too late, or the
   *     server has ended
   */
  synchronized int await(int from, Predicate<JsonObject> wanted, long timeoutMs)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    int next = from;
    while (true) {
      for (; next < messages.size(); next++) {
        if (wanted.test(messages.get(next))) {
          return next;
        }
      }
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (ended || leftMs <= 0) {
        return -1;
      }
      wait(leftMs);
    }
  }

  synchronized JsonObject message(int position) {
    return messages.get(position);
  }

  /** Closes the server's input and waits for its exit; what it says from now on is not kept. */
  void stop() throws IOException, InterruptedException {
    stopRecording();
    try {
      input.close();
    } catch (IOException e) {
      // It has gone already.
    }
    if (!process.waitFor(EXIT_TIMEOUT_S, TimeUnit.SECONDS)) {
      kill();
      throw new IOException("the server did not exit within " + EXIT_TIMEOUT_S + " s");
    }
    reader.join();
  }

  /** Ends the server and its children at once. */
  void kill() throws InterruptedException {
    stopRecording();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.waitFor();
    reader.join();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  private synchronized void stopRecording() {
    recording = false;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        add(parse(line));
      }
    } catch (IOException e) {
      // Ended in the middle of a line.
    }
    synchronized (this) {
      ended = true;
      notifyAll();
    }
  }

  private synchronized void add(JsonObject message) {
    if (recording) {
      messages.add(message);
      notifyAll();
    }
  }

  private static JsonObject parse(String line) {
    @Nullable JsonElement message = null;
    try {
      message = JsonParser.parseString(line);
    } catch (JsonParseException e) {
      // Shown as it came.
    }
    if (message != null && message.isJsonObject()) {
      return message.getAsJsonObject();
    }
    JsonObject odd = new JsonObject();
    odd.addProperty("method", "(a line that is not a JSON object)");
    odd.addProperty("params", line);
    return odd;
  }
}
