package dev.heddle.server;

import dev.heddle.protocol.rpc.NdjsonMessageProducer;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.InitializeMethod;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.ClientConnections;
import dev.heddle.server.connection.ClientRequests;
import dev.heddle.server.connection.Outbox;
import dev.heddle.server.dispatch.ConnectionReader;
import dev.heddle.server.dispatch.OpenRequests;
import dev.heddle.server.dispatch.RequestDispatcher;
import dev.heddle.server.dispatch.RequestLanes;
import dev.heddle.server.dispatch.Routes;
import dev.heddle.server.handler.InitializeHandler;
import dev.heddle.server.log.Log;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One server with one client: the composition root, in reading order. It has no static state, so a
 * program may run several.
 *
 * <p>Only what the answer to {@code initialize} needs is made here. The rest, {@link
 * AppServerParts}, is loaded by the first request behind it.
 *
 * <p><b>Thread-safety:</b> {@link #run} is called once; {@link #end} from any thread, any number of
 * times.
 */
public final class AppServer {
  private static final Log LOG = Log.of(AppServer.class);

  /** Workers without number: a virtual thread per task. */
  public static final Executor VIRTUAL_THREADS = task -> Thread.ofVirtual().start(task);

  private final ServerOptions options;
  private final InputStream in;
  private final CountDownLatch ending = new CountDownLatch(1);

  private final Executor workers;
  private final Outbox outbox;
  private final ClientConnection connection;
  private final ClientConnections connections = new ClientConnections();
  private final ClientRequests questions;
  private final OpenRequests open;
  private final PartsOnce parts;
  private final AtomicBoolean greeted = new AtomicBoolean();
  private final AtomicBoolean warned = new AtomicBoolean(); // of an unusable configuration
  private final ConnectionReader reader;

  /**
   * A server, not yet reading.
   *
   * @param in what the client writes; its end ends the server
   * @param out what the client reads; the server is its only user
   */
  public AppServer(InputStream in, OutputStream out, ServerOptions options) {
    this(in, out, options, VIRTUAL_THREADS, AppServerParts::open);
  }

  /**
   * A server whose workers and further parts the caller chooses.
   *
   * @param workers runs each request on a thread other than the caller's
   * @param opening builds what is not needed for {@code initialize}
   */
  public AppServer(
      InputStream in,
      OutputStream out,
      ServerOptions options,
      Executor workers,
      AppServerParts.Opening opening) {
    this.in = in;
    this.options = options;
    this.workers = workers;
    this.outbox =
        Outbox.open(
            out, options.limits().maxOutboxBytes(), System::currentTimeMillis, this::clientGone);
    this.connection = new ClientConnection(outbox);
    this.connections.add(connection);
    this.questions = new ClientRequests(workers);
    this.open = new OpenRequests(options.limits());
    RequestLanes lanes = new RequestLanes(workers);
    this.parts = new PartsOnce(() -> opening.open(options, connections, questions, workers, lanes));
    RequestDispatcher dispatcher =
        new RequestDispatcher(
            InitializeMethod.SPEC,
            new InitializeHandler(options.home(), Version.NUMBER, client -> {}),
            this::routes,
            lanes,
            open,
            options.limits().maxRunningRequests());
    this.reader = new ConnectionReader(connection, dispatcher, questions, open);
  }

  /** Serves until the input or the server ends; returns what the process is to say. */
  public ExitCode run() throws InterruptedException {
    Thread reading = new Thread(this::read, "heddle-reader");
    // A read cannot be interrupted; the process must be able to go without the thread.
    reading.setDaemon(true);
    reading.start();
    WireJson.warmUp(); // while the reader comes to need it
    ending.await();
    open.end();
    return new GracefulEnd(options.limits(), open, outbox, parts).run();
  }

  /** Asks {@link #run} to come to its end; what was accepted by now will be answered. */
  public void end(String reason) {
    LOG.info("ending: " + reason);
    ending.countDown();
  }

  private void read() {
    try {
      new NdjsonMessageProducer(in, options.limits().maxLineBytes(), reader).listen(reader);
      end("the input ended");
    } catch (RuntimeException | Error e) {
      LOG.error("the reader failed", e);
      end("the reader failed");
    }
  }

  private void clientGone() {
    connections.remove(connection);
    end("the client no longer reads");
  }

  // By the first request behind "initialize": a window nobody works in costs no more than a
  // handshake.
  private Routes routes() {
    AppServerParts built;
    try {
      built = parts.get();
    } catch (UnusableConfigException e) {
      if (connection.isInitialized() && warned.compareAndSet(false, true)) {
        connection.notify(ServerNotifications.CONFIG_WARNING, e.warning());
      }
      throw e.refusal();
    }
    if (connection.isInitialized() && greeted.compareAndSet(false, true)) {
      workers.execute(() -> built.initialized().accept(connection));
    }
    return built.routes();
  }
}
