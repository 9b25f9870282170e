package dev.heddle.server.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A server in a process of its own, run from the test class path with the JVM of the test, or from
 * an installed image; see {@link #command}. Its standard error is kept and shown when a test fails.
 *
 * <p>Thread-safe.
 */
public final class AppServerProcess implements AutoCloseable {
  private static final long PATIENCE_S = 30;

  private final Process process;
  private final TestClient client;
  private final StringBuffer errors = new StringBuffer();

  private AppServerProcess(ProcessBuilder builder, UnaryOperator<InputStream> reader) {
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread errorReader = new Thread(this::readErrors, "test-process-errors");
    errorReader.setDaemon(true);
    errorReader.start();
    client = new TestClient(reader.apply(process.getInputStream()), process.getOutputStream());
  }

  /** Runs the server as it ships in {@code home}. */
  public static AppServerProcess start(Path home, String... arguments) {
    return new AppServerProcess(
        new ProcessBuilder(command(List.of(), home, arguments)), UnaryOperator.identity());
  }

  /**
   * Runs the server as it ships with more options for its JVM.
   *
   * @param reader what the client reads the output through
   */
  public static AppServerProcess start(
      List<String> jvmOptions, UnaryOperator<InputStream> reader, Path home, String... arguments) {
    return new AppServerProcess(new ProcessBuilder(command(jvmOptions, home, arguments)), reader);
  }

  /**
   * What runs the server as it ships: the classes of the test class path, or an installed image
   * when the system property {@code heddle.image} names its folder.
   */
  public static List<String> command(List<String> jvmOptions, Path home, String... arguments) {
    List<String> command;
    String image = System.getProperty("heddle.image");
    if (image != null) {
      command = new ArrayList<>(List.of("env", "HEDDLE_JAVA_OPTS=" + String.join(" ", jvmOptions)));
      command.add(Path.of(image, "bin", "heddle").toString());
    } else {
      command = javaCommand("dev.heddle.server.Main");
      command.addAll(1, jvmOptions);
    }
    command.addAll(List.of("app-server", "--home", home.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs a class with a {@code main}. */
  public static AppServerProcess run(
      String mainClass, Map<String, String> environment, String... arguments) {
    List<String> command = javaCommand(mainClass);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new AppServerProcess(builder, UnaryOperator.identity());
  }

  /** A process that is started in another way. */
  public static AppServerProcess of(ProcessBuilder builder) {
    return new AppServerProcess(builder, UnaryOperator.identity());
  }

  /** What runs a class of the test class path in a new JVM. */
  public static List<String> javaCommand(String mainClass) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xlog:disable",
            "-Xlog:all=warning:stderr",
            "-cp",
            System.getProperty("java.class.path"),
            mainClass));
  }

  /** The client at the process's standard input and output. */
  public TestClient client() {
    return client;
  }

  /** The process's standard input, for bytes that are no line; the client writes to the same. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** The process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Sends a signal by its name without {@code SIG}. */
  public void signal(String name) {
    signal(process.pid(), name);
  }

  /** Sends a signal to any process. */
  public static void signal(long pid, String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Kills the process as nothing can be caught, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Waits for the process; returns its exit code. */
  public int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        throw new AssertionError("the process did not end; it said:\n" + errors);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** What the process wrote to standard error so far. */
  public String errors() {
    return errors.toString();
  }

  /** Kills the process if it still runs, and checks the form of all that it said. */
  @Override
  public void close() {
    process.destroyForcibly();
    client.checkForm();
  }

  private void readErrors() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        errors.append(line).append('\n');
      }
    } catch (IOException e) {
      // The process is gone.
    }
  }
}
