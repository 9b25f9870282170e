package dev.heddle.server.conform.stage;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.heddle.server.conform.trace.TraceEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A running server and everything that was said between it and its client so far.
 *
 * <p>Lines go out as they are given, so that it can also be told what no client should say; a line
 * from the server that is no JSON object is kept as a message with the member {@value #NOT_JSON}.
 *
 * <p><b>Thread-safety.</b> One thread sends and waits; a thread of its own reads. {@code this}
 * guards the messages.
 */
public final class StagedServer implements AutoCloseable {
  /** The member of a message that stands for a line that was none. */
  public static final String NOT_JSON = "notJson";

  private static final long EXIT_TIMEOUT_S = 15;

  private final Process process;
  private final OutputStream input;
  private final Thread reader;
  private final @Nullable TraceFile file;
  private final List<JsonObject> messages = new ArrayList<>();
  private final List<TraceEntry> trace = new ArrayList<>();
  private boolean ended;
  private boolean recording = true;
  private boolean held;

  /** Starts a server. */
  public StagedServer(List<String> command, Stage stage) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(StagedServer::belongsToTheDeveloper);
    environment.put("CODEX_HOME", stage.home().toString());
    environment.put("HOME", stage.userHome().toString());
    // A server lives for a second or two here: compiling it well does not pay.
    environment.putIfAbsent("HEDDLE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    builder.directory(stage.cwd().toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(stage.log().toFile()));
    process = builder.start();
    file = stage.traces() == null ? null : TraceFile.in(stage.traces(), command);
    input = process.getOutputStream();
    reader = Thread.ofVirtual().name("read " + command.getFirst()).start(this::read);
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
  public boolean send(String line) {
    JsonObject message = parse(line);
    if (!message.has(NOT_JSON)) {
      synchronized (this) {
        trace.add(new TraceEntry(false, message));
      }
    }
    return send((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes as they are; false when the server has closed its input. */
  public boolean send(byte[] bytes) {
    if (file != null) {
      file.sent(bytes);
    }
    try {
      input.write(bytes);
      input.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads nothing more until {@link #release}, as a client that is busy. */
  public synchronized void hold() {
    held = true;
  }

  /** Reads again. */
  public synchronized void release() {
    held = false;
    notifyAll();
  }

  /** The number of messages so far: where a later {@link #await} may begin to look. */
  public synchronized int size() {
    return messages.size();
  }

  /** What the server has said so far. */
  public synchronized List<JsonObject> messages() {
    return List.copyOf(messages);
  }

  /** What both have said so far. */
  public synchronized List<TraceEntry> trace() {
    return List.copyOf(trace);
  }

  /**
   * Waits for a message at or after a position.
   *
   * @return the position of the first that matches, or -1 when it does not come: too late, or the
   *     server has ended
   */
  public synchronized int await(int from, Predicate<JsonObject> wanted, long timeoutMs)
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

  /** The message at a position. */
  public synchronized JsonObject message(int position) {
    return messages.get(position);
  }

  /** Whether the process still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Closes the server's input and waits for its exit; what it says from now on is not kept. */
  public void stop() throws IOException, InterruptedException {
    stopRecording();
    endInput();
    if (awaitExit() == null) {
      throw new IOException("the server did not exit within " + EXIT_TIMEOUT_S + " s");
    }
  }

  /** Closes the server's input; what it says until its end is kept. */
  public void endInput() {
    try {
      input.close();
    } catch (IOException e) {
      // It has gone already.
    }
  }

  /** Waits for the exit and the last message; kills a server that takes too long. */
  public @Nullable Integer awaitExit() throws InterruptedException {
    if (!process.waitFor(EXIT_TIMEOUT_S, TimeUnit.SECONDS)) {
      kill();
      return null;
    }
    reader.join();
    return process.exitValue();
  }

  /** Asks the process to end, as the system does when it shuts down. */
  public void terminate() {
    process.destroy();
  }

  /** Ends the server and its children at once. */
  public void kill() throws InterruptedException {
    stopRecording();
    release();
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
    try (file;
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      awaitRelease();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (file != null) {
          file.received(line);
        }
        add(parse(line));
        awaitRelease();
      }
    } catch (IOException e) {
      // Ended in the middle of a line.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      ended = true;
      notifyAll();
    }
  }

  private synchronized void awaitRelease() throws InterruptedException {
    while (held) {
      wait();
    }
  }

  private synchronized void add(JsonObject message) {
    if (recording) {
      messages.add(message);
      trace.add(new TraceEntry(true, message));
      notifyAll();
    }
  }

  private static JsonObject parse(String line) {
    try {
      if (JsonParser.parseString(line) instanceof JsonObject message) {
        return message;
      }
    } catch (JsonParseException e) {
      // Shown as it came.
    }
    JsonObject odd = new JsonObject();
    odd.addProperty(NOT_JSON, line);
    return odd;
  }
}
