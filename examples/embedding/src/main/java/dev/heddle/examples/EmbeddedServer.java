package dev.heddle.examples;

import dev.heddle.protocol.rpc.RpcClient;
import dev.heddle.protocol.rpc.RpcClientListener;
import dev.heddle.server.AppServer;
import dev.heddle.server.ServerOptions;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;

/**
 * A server inside this program, and a typed client at it: no process is started, and no byte leaves
 * the JVM but to the home and to a model. Closing it ends the server in order.
 */
public final class EmbeddedServer implements AutoCloseable {
  private static final int PIPE_BYTES = 64 << 10;

  private final RpcClient client;
  private final PipedOutputStream toServer;
  private final Thread serving;

  private EmbeddedServer(RpcClient client, PipedOutputStream toServer, Thread serving) {
    this.client = client;
    this.toServer = toServer;
    this.serving = serving;
  }

  /**
   * Starts a server in {@code home}.
   *
   * @param listener told what the server says by itself, such as the deltas of an answer
   */
  public static EmbeddedServer start(Path home, RpcClientListener listener) throws IOException {
    PipedOutputStream toServer = new PipedOutputStream();
    PipedInputStream fromServer = new PipedInputStream(PIPE_BYTES);
    PipedOutputStream output = new PipedOutputStream(fromServer);
    AppServer server =
        new AppServer(new PipedInputStream(toServer, PIPE_BYTES), output, ServerOptions.in(home));
    Thread serving = Thread.ofPlatform().name("embedded-server").start(() -> serve(server, output));
    return new EmbeddedServer(RpcClient.open(fromServer, toServer, listener), toServer, serving);
  }

  /** The client; its first request must be {@code initialize}. */
  public RpcClient client() {
    return client;
  }

  @Override
  public void close() throws IOException {
    // The end of its input ends a server: what it has accepted is answered and stored first.
    toServer.close();
    try {
      serving.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }

  private static void serve(AppServer server, PipedOutputStream output) {
    try (output) {
      server.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The pipe's other end is gone, and so is whoever would want to know.
      return;
    }
  }
}
