package dev.heddle.server.model.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A server inside this process that answers one request with one event stream and is gone. It lets
 * the HTTP client load what it needs before there is a request to send. It listens on the loopback
 * address only, and gets nothing worth reading.
 */
final class LoopbackAnswer implements AutoCloseable {
  private static final int TIMEOUT_MS = 5_000;

  private final ServerSocket server;

  LoopbackAnswer(String events) throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout(TIMEOUT_MS);
    Thread.ofVirtual().name("warm-up").start(() -> answer(events));
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private void answer(String events) {
    try (Socket socket = server.accept()) {
      socket.setSoTimeout(TIMEOUT_MS);
      readRequest(new BufferedInputStream(socket.getInputStream()));
      String answer =
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
              + events;
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The client sees it, and nobody depends on it.
    }
  }

  /** Reads it all: closing a socket with unread bytes would cut the answer. */
  private static void readRequest(InputStream in) throws IOException {
    long bodyBytes = 0;
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        bodyBytes = Long.parseLong(lower.substring(lower.indexOf(':') + 1).strip());
      }
    }
    in.skipNBytes(bodyBytes);
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
