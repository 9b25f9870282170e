package dev.heddle.server.process;

import java.util.List;
import java.util.Map;

/** A process that starts a command, says what it printed, and lives until it is killed. */
final class CommandStarter {
  private CommandStarter() {}

  public static void main(String[] args) throws Exception {
    ChildProcesses processes = new ChildProcesses();
    processes.start(
        new ChildCommand(
            List.of("bash", "-c", args[0]),
            "/",
            Map.of("PATH", System.getenv("PATH")),
            null,
            false,
            true),
        (error, bytes) -> {
          System.out.write(bytes, 0, bytes.length);
          System.out.flush();
        });
    Thread.currentThread().join();
  }
}
