package dev.heddle.server.dispatch;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.Limits;
import dev.heddle.server.rollout.JsonSize;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;

/**
 * The requests that were accepted and not yet answered, and with them the decision whether to read
 * another: at the bound the reader waits, and nothing that was accepted is dropped. It does not
 * wait for those that wait for a program: what ends that may be what it has yet to read.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class OpenRequests {
  private final int maxRequests;
  private final long maxBytes;

  // Guarded by this.
  private final Set<OpenRequest> open = new LinkedHashSet<>();
  private final Set<OpenRequest> waitedFor = new HashSet<>(); // by the reader, of the open ones
  private long bytes; // of those that are waited for
  private boolean ended;
  private boolean beginsNoMore;

  public OpenRequests(Limits limits) {
    this.maxRequests = limits.maxOpenRequests();
    this.maxBytes = limits.maxOpenRequestBytes();
  }

  /** Accepts a request, bound or not: its line was read. */
  synchronized OpenRequest accept(ClientConnection connection, RequestMessage message) {
    OpenRequest request =
        new OpenRequest(this, connection, message, JsonSize.of(message.getParams()));
    open.add(request);
    waitedFor.add(request);
    bytes += request.bytes();
    return request;
  }

  synchronized void remove(OpenRequest request) {
    waitsForProgram(request);
    open.remove(request);
    notifyAll();
  }

  /**
   * The reader does not wait for it any more. Its handler, which keeps its params no longer,
   * answers for what it does keep.
   */
  synchronized void waitsForProgram(OpenRequest request) {
    if (waitedFor.remove(request)) {
      bytes -= request.bytes();
      notifyAll();
    }
  }

  /** How many there are. */
  public synchronized int count() {
    return open.size();
  }

  /** Waits until there is room for another, or no further one will be read. */
  public synchronized void awaitRoom() throws InterruptedException {
    while ((waitedFor.size() >= maxRequests || bytes >= maxBytes) && !ended) {
      wait();
    }
  }

  /** Lets the reader go; requests that it still reads are refused. */
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  /**
   * Running work is about to be stopped: what has not begun by now never does, but is refused when
   * it is its turn.
   */
  public synchronized void beginNoMore() {
    beginsNoMore = true;
  }

  synchronized boolean beginsNoMore() {
    return beginsNoMore;
  }

  /** Waits until all are answered; returns whether they are. */
  public synchronized boolean awaitNone(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!open.isEmpty()) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (leftMs <= 0) {
        return false;
      }
      wait(leftMs);
    }
    return true;
  }

  /** Answers all that are left with {@code failure}, in arrival order. */
  public void failAll(RpcException failure) {
    List<OpenRequest> left;
    synchronized (this) {
      left = List.copyOf(open);
    }
    left.forEach(each -> each.fail(failure));
  }
}
