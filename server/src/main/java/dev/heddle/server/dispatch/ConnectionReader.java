package dev.heddle.server.dispatch;

import dev.heddle.protocol.rpc.LineFaults;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.ClientRequests;
import dev.heddle.server.log.Log;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each message that a client sends: requests are dispatched, answers go straight to
 * the question they answer, notifications are accepted in silence, and a bad line is answered.
 *
 * <p>After each, it waits until another may be taken in, and with it the reader of the input: when
 * too many requests are open, or the client does not read its answers. Answers to our questions
 * wait behind that too, in the order of the input.
 *
 * <p><b>Thread-safety:</b> used by the one thread that reads the connection.
 */
public final class ConnectionReader implements MessageConsumer, LineFaults {
  private static final Log LOG = Log.of(ConnectionReader.class);

  private final ClientConnection connection;
  private final RequestDispatcher dispatcher;
  private final ClientRequests questions;
  private final OpenRequests open;

  public ConnectionReader(
      ClientConnection connection,
      RequestDispatcher dispatcher,
      ClientRequests questions,
      OpenRequests open) {
    this.connection = connection;
    this.dispatcher = dispatcher;
    this.questions = questions;
    this.open = open;
  }

  @Override
  public void consume(Message message) {
    if (message instanceof RequestMessage request) {
      dispatcher.dispatch(connection, request);
    } else if (message instanceof ResponseMessage response) {
      questions.answer(connection, response);
    } else if (message instanceof NotificationMessage notification) {
      LOG.debug(() -> "client notification " + notification.getMethod());
    }
    awaitRoom();
  }

  @Override
  public void report(@Nullable Either<String, Number> id, RpcException fault) {
    LOG.warn("a line was refused: " + fault.message());
    connection.fail(id, fault);
    awaitRoom();
  }

  private void awaitRoom() {
    try {
      open.awaitRoom();
      connection.awaitRoom();
    } catch (InterruptedException e) {
      // The connection ends; its reader sees that by itself.
      Thread.currentThread().interrupt();
    }
  }
}
