package dev.heddle.protocol.rpc;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.eclipse.lsp4j.jsonrpc.JsonRpcException;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.jspecify.annotations.Nullable;

/**
 * The sink of messages on one connection: each is written as one line and flushed before {@link
 * #consume} returns. For clients and tests; a server, which must not wait for its client, queues
 * the lines of {@link WireJson#encodeLine} instead.
 *
 * <p><b>Thread-safety:</b> thread-safe; messages of several threads are never mixed. The lock is
 * held while writing, and encoding happens before it.
 *
 * <p><b>Errors:</b> a message without a wire form throws and writes nothing; a stream that fails
 * throws {@link JsonRpcException} with the {@link IOException} as its cause.
 */
public final class NdjsonMessageConsumer implements MessageConsumer {
  private final OutputStream out;
  private final @Nullable LongSupplier clockMs;
  private final ReentrantLock lock = new ReentrantLock();

  /** A client's side: notifications carry no time. */
  public NdjsonMessageConsumer(OutputStream out) {
    this.out = out;
    this.clockMs = null;
  }

  /** A server's side: notifications carry {@code emittedAtMs}, Unix time in ms by this clock. */
  public NdjsonMessageConsumer(OutputStream out, LongSupplier clockMs) {
    this.out = out;
    this.clockMs = clockMs;
  }

  @Override
  public void consume(Message message) {
    byte[] line =
        clockMs == null
            ? WireJson.encodeLine(message)
            : WireJson.encodeLine(message, clockMs.getAsLong());
    lock.lock();
    try {
      out.write(line);
      out.flush();
    } catch (IOException e) {
      throw new JsonRpcException(e);
    } finally {
      lock.unlock();
    }
  }
}
