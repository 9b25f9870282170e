package dev.heddle.server.mcp;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.server.log.Log;
import dev.heddle.server.process.ChildCommand;
import dev.heddle.server.process.ChildOutput;
import dev.heddle.server.process.ChildProcess;
import dev.heddle.server.process.ChildProcesses;
import dev.heddle.server.rollout.RolloutCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A child process: a message is a line. What it prints to standard error goes to our log, and lines
 * that are no messages, too.
 *
 * <p><b>Thread-safety:</b> thread-safe. A thread of its own writes, so that a server that does not
 * read holds up nobody.
 */
final class StdioTransport implements McpTransport {
  private static final Log LOG = Log.of(StdioTransport.class);
  private static final byte[] NO_MORE = new byte[0];
  private static final Duration LAST_MOMENT = Duration.ofSeconds(1);
  private static final int LOGGED_CHARS = 1000;
  private static final int LOGGED_LINE_BYTES = 64 << 10;

  private final String name;
  private final ChildProcesses processes;
  private final ChildProcess child;
  private final Receiver receiver;
  private final BlockingQueue<byte[]> unsent = new LinkedBlockingQueue<>(McpLimits.UNSENT_MESSAGES);
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Starts the process.
   *
   * @param name of the server
   * @throws McpException when it cannot be started
   */
  StdioTransport(String name, ChildProcesses processes, ChildCommand command, Receiver receiver)
      throws McpException {
    this.name = name;
    this.processes = processes;
    this.receiver = receiver;
    Output output = new Output();
    try {
      this.child = processes.start(command, output);
    } catch (IOException e) {
      throw new McpException(String.valueOf(e.getMessage()));
    }
    output.begin(this);
    Thread.ofVirtual().name("heddle-mcp-input").start(this::write);
    var unused =
        child
            .ended()
            .whenComplete((exitCode, failure) -> {
              end(new McpException("the server ended with exit code " + exitCode));
            });
  }

  /** What the process prints may come before its constructor has returned; it waits for that. */
  private static final class Output implements ChildOutput {
    private final CompletableFuture<StdioTransport> transport = new CompletableFuture<>();
    private final LineSplitter messages =
        new LineSplitter(McpLimits.MESSAGE_BYTES, line -> transport.join().message(line));
    private final LineSplitter errors =
        new LineSplitter(LOGGED_LINE_BYTES, line -> transport.join().log("says: ", line));

    void begin(StdioTransport started) {
      transport.complete(started);
    }

    @Override
    public void accept(boolean error, byte[] bytes) {
      StdioTransport started = transport.join();
      if (error) {
        boolean unused = errors.accept(bytes); // what is too long is not logged
      } else if (!started.closed.get() && !messages.accept(bytes)) {
        started.end(
            new McpException(
                "the server sent a line of more than " + McpLimits.MESSAGE_BYTES + " bytes"));
      }
    }

    @Override
    public void ended(boolean error) {
      if (!error) {
        transport.join().pipeEnded("the server has closed its output");
      }
    }
  }

  private void message(String line) {
    try {
      if (WireJson.parse(line) instanceof JsonObject message) {
        receiver.received(message);
        return;
      }
    } catch (DecodeException e) {
      // Some servers print more than messages.
    } catch (OutOfMemoryError e) {
      end(new McpException("there is no memory for what the server sent"));
      return;
    }
    log("printed what is no message: ", line);
  }

  private void log(String what, String line) {
    LOG.debug(() ->
        "MCP server "
            + name
            + " "
            + what
            + line.substring(0, Math.min(line.length(), LOGGED_CHARS)));
  }

  @Override
  public void send(JsonObject message) throws McpException {
    if (closed.get()) {
      throw new McpException("the server has ended");
    }
    if (!unsent.offer(line(message))) {
      throw new McpException("the server does not read what it is sent");
    }
  }

  private static byte[] line(JsonObject message) {
    String json = RolloutCodec.escapeLoneSurrogates(message.toString());
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private void write() {
    try {
      for (byte[] line = unsent.take(); line.length > 0; line = unsent.take()) {
        child.write(line);
      }
    } catch (IOException e) {
      pipeEnded("the server takes no more input");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Mostly the process ends as well, and how it did says more; else nothing will come of it. */
  private void pipeEnded(String why) {
    var unused =
        child
            .ended()
            .copy()
            .orTimeout(LAST_MOMENT.toMillis(), TimeUnit.MILLISECONDS)
            .whenCompleteAsync(
                (exitCode, late) -> {
                  if (late != null) {
                    end(new McpException(why));
                  }
                },
                Thread::startVirtualThread);
  }

  private void end(McpException why) {
    if (closed.compareAndSet(false, true)) {
      finish();
      receiver.ended(why);
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      finish();
    }
  }

  /** Ends the process with what it started, which takes a moment. */
  private void finish() {
    unsent.clear();
    boolean unused = unsent.offer(NO_MORE);
    Thread.ofVirtual().name("heddle-mcp-end").start(() -> processes.end(child));
  }
}
