package dev.heddle.protocol.rpc;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server that runs as a subprocess, and the connection to it over its standard input and output.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ServerProcess implements AutoCloseable {
  private static final long KILL_LIMIT_MS = 5_000;

  private final Process process;
  private final RpcClient client;

  private ServerProcess(Process process, RpcClient client) {
    this.process = process;
    this.client = client;
  }

  /**
   * Starts a server.
   *
   * @param command its command line, directory and environment; standard input and output become
   *     the connection, and standard error goes to that of this process unless redirected
   * @throws IOException if the command cannot be run
   */
  public static ServerProcess start(ProcessBuilder command, RpcClientListener listener, WireTap tap)
      throws IOException {
    command
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .redirectOutput(ProcessBuilder.Redirect.PIPE)
        .redirectErrorStream(false);
    if (command.redirectError().equals(ProcessBuilder.Redirect.PIPE)) {
      // Nobody would read it, and a server that logs into a full pipe stands still.
      command.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
    Process process = command.start();
    return new ServerProcess(
        process,
        RpcClient.open(process.getInputStream(), process.getOutputStream(), listener, tap));
  }

  /** The connection to it. */
  public RpcClient client() {
    return client;
  }

  /**
   * Ends the server in order: closes its input, receives what it still has to say, and waits for
   * the process.
   *
   * @param limit how long to wait in all
   * @return its exit code
   * @throws TimeoutException if it still runs after that
   */
  public int end(Duration limit) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + limit.toNanos();
    client.close();
    try {
      client.ended().get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // it never fails
    }
    if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException("the server still runs " + limit + " after its input ended");
    }
    return process.exitValue();
  }

  /**
   * Kills the process if it still runs, and waits until it is gone, {@value #KILL_LIMIT_MS} ms at
   * most. {@link #end} is the way for a server that is well.
   */
  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor(KILL_LIMIT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // killed all the same
    }
  }
}
