package dev.heddle.server.testkit;

import dev.heddle.server.conform.stage.TraceFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program between a server and a client that starts servers by itself: it passes everything on
 * and keeps it for {@link WireWatch}. It ends when the server ends, with its exit code.
 */
public final class WireTeeMain {
  private WireTeeMain() {}

  /** The command that runs {@code server} so that what is said is watched. */
  public static List<String> watching(List<String> server) {
    List<String> command = AppServerProcess.javaCommand(WireTeeMain.class.getName());
    command.add(WireWatch.folder().toString());
    command.addAll(server);
    return command;
  }

  /**
   * Runs a server.
   *
   * @param arguments the folder for the trace, and the server's command
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments));
    Path folder = Path.of(command.removeFirst());
    Process server =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (TraceFile trace = TraceFile.in(folder, command)) {
      Thread input = new Thread(() -> passOn(trace, server.getOutputStream()), "tee-input");
      input.setDaemon(true);
      input.start();
      BufferedReader lines = server.inputReader(StandardCharsets.UTF_8);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        trace.received(line);
        System.out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
      }
    }
    // Standard input may still be open, and nobody would read it any more.
    Runtime.getRuntime().halt(server.waitFor());
  }

  private static void passOn(TraceFile trace, OutputStream server) {
    byte[] buffer = new byte[1 << 13];
    InputStream in = System.in;
    try (server) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        byte[] read = Arrays.copyOf(buffer, count);
        trace.sent(read);
        server.write(read);
        server.flush();
      }
    } catch (IOException e) {
      // The server has gone; its output says so.
    }
  }
}
