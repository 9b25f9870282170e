package dev.heddle.server.tool;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.v2.ThreadActiveFlag;
import dev.heddle.server.connection.ClientAnswer;
import dev.heddle.server.model.CancelledException;
import java.time.Duration;

/**
 * What a tool may do while it carries out one call.
 *
 * <p><b>Thread-safety:</b> the turn's thread, unless a method says otherwise.
 */
public interface ToolScope extends ToolTurn {
  /**
   * Begins an item: it is journalled, then clients hear that it started.
   *
   * @param item its stored form: PascalCase {@code type}, {@code id} (mostly the call's),
   *     snake_case members, {@code "status": "in_progress"} where it has one
   */
  ToolItem begin(JsonObject item);

  /**
   * From now on the thread's status says what the turn waits for; clients hear of it.
   *
   * @return ends that, and tells clients; closing twice does nothing
   */
  Waiting waiting(ThreadActiveFlag flag);

  /**
   * Asks those who hear of the thread's turns and waits for the first answer, of whatever form. Who
   * joins later is asked, too: that there is nobody now, or that all leave, is no answer. The
   * question is journalled. Afterwards they are told that it is resolved, where the protocol does
   * so.
   *
   * @throws CancelledException when the turn is to stop; the question is taken back
   */
  <P, R> ClientAnswer<R> ask(RequestSpec<P, R> spec, P params) throws CancelledException;

  /**
   * The same for what only a person may decide: an error, or something else than was asked for,
   * leaves the question open. When nobody has decided in time, the question is taken back and the
   * answer is {@link ClientAnswer.Cancelled}.
   *
   * @param patience zero to wait for ever
   */
  <P, R> ClientAnswer<R> askForDecision(RequestSpec<P, R> spec, P params, Duration patience)
      throws CancelledException;

  /** Stops the turn, as an interrupt does; the call's output is kept. */
  void stopTurn();

  /** Warns the clients of something about the thread. */
  void warn(String message);

  /** A status flag that is set. */
  interface Waiting extends AutoCloseable {
    @Override
    void close();
  }
}
