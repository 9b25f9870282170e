package dev.heddle.server;

import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.ClientConnections;
import dev.heddle.server.connection.ClientRequests;
import dev.heddle.server.dispatch.Routes;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Everything of a server that is not needed to answer {@code initialize}: built once, behind that
 * answer.
 *
 * @param routes what it can do
 * @param initialized told about each client whose handshake is over, on a worker; sends what a
 *     client should know at once, such as warnings about the configuration
 * @param end stops it all
 */
public record AppServerParts(
    Routes routes, Consumer<ClientConnection> initialized, EndOfService end) {
  /** Builds the parts of one server. */
  @FunctionalInterface
  public interface Opening {
    /**
     * Builds them.
     *
     * @param options what the server was started with
     * @param connections for broadcasts
     * @param questions for requests to clients
     * @param workers a virtual thread per task, unless a test chose others
     */
    AppServerParts open(
        ServerOptions options,
        ClientConnections connections,
        ClientRequests questions,
        Executor workers);
  }

  /** The parts of a server as it ships. */
  public static AppServerParts open(
      ServerOptions options,
      ClientConnections connections,
      ClientRequests questions,
      Executor workers) {
    return new AppServerParts(AppServerRoutes.of(), client -> {}, patience -> true);
  }
}
