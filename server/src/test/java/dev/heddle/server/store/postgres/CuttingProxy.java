package dev.heddle.server.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** A way to the database that can be cut, also between what a client says and its answer. */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicReference<String> swallowed = new AtomicReference<>();
  private volatile boolean refusing;

  CuttingProxy(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Cuts all connections, and refuses others until {@link #restore}. */
  void cut() {
    refusing = true;
    sockets.forEach(CuttingProxy::close);
  }

  void restore() {
    refusing = false;
  }

  /** Cuts the next connection whose client says this, when the database has answered that. */
  void loseTheAnswerTo(String said) {
    swallowed.set(said);
  }

  /** Whether that has happened. */
  boolean hasLostIt() {
    return swallowed.get() == null;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (refusing) {
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> pump(client, server, true));
        Thread.ofVirtual().start(() -> pump(server, client, false));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void pump(Socket from, Socket to, boolean saying) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        String word = saying ? swallowed.get() : null;
        boolean swallow =
            word != null
                && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(word)
                && swallowed.compareAndSet(word, null);
        if (swallow) {
          from.shutdownOutput(); // what comes back goes nowhere
        }
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // cut
    } finally {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    sockets.forEach(CuttingProxy::close);
  }
}
