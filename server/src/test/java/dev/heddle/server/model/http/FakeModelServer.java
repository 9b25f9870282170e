package dev.heddle.server.model.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An HTTP server on the loopback address that gives scripted answers, byte by byte where a test
 * wants that. One request per connection. Answers are taken in order; the last one stays.
 */
public final class FakeModelServer implements AutoCloseable {
  /** A request as it came in. Header names are in lower case. */
  public record Received(String line, Map<String, String> headers, String body) {}

  /** Writes everything after the request, head included. */
  @FunctionalInterface
  public interface Answer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** The requests, in the order they were read. */
  public final BlockingQueue<Received> requests = new LinkedBlockingQueue<>();

  public FakeModelServer(Answer... answers) {
    this.answers.addAll(List.of(answers));
    try {
      server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/v1";
  }

  /** A complete event stream with these data lines. */
  public static Answer events(String... data) {
    return out -> {
      head(out, "200 OK", "Content-Type: text/event-stream");
      out.write(sse(data));
    };
  }

  /** An event stream that stays open after these data lines, until the server closes. */
  public static Answer eventsThenSilence(String... data) {
    return out -> {
      events(data).write(out);
      out.flush();
      new CountDownLatch(1).await(); // a virtual thread that nobody keeps
    };
  }

  public static Answer status(String status, String body, String... headers) {
    return out -> {
      head(out, status, headers);
      out.write(body.getBytes(StandardCharsets.UTF_8));
    };
  }

  public static void head(OutputStream out, String status, String... headers) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\nConnection: close\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] sse(String... data) {
    StringBuilder text = new StringBuilder();
    for (String event : data) {
      text.append("event: x\ndata: ").append(event).append("\n\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      requests.add(read(new BufferedInputStream(socket.getInputStream())));
      Answer answer;
      synchronized (answers) {
        answer = answers.size() > 1 ? answers.poll() : answers.peek();
      }
      if (answer != null) {
        answer.write(socket.getOutputStream());
      }
    } catch (IOException | InterruptedException e) {
      // The client went away, which some tests want.
    } finally {
      open.remove(socket);
    }
  }

  private static Received read(InputStream in) throws IOException {
    String line = readLine(in);
    Map<String, String> headers = new TreeMap<>();
    for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Received(line, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the client closed");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
