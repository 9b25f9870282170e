package dev.heddle.server.tool;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.NotificationSpec;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An item that clients have seen begin. It must be completed; one that a tool leaves open ends as
 * failed with its call.
 *
 * <p><b>Thread-safety:</b> thread-safe; a stream of deltas is fed by one thread at a time.
 */
public interface ToolItem {
  /**
   * A member of the journalled form of a change of files while the user is asked about it: cut
   * then, it was declined.
   */
  String ASKING = "heddle_asking";

  String itemId();

  /** When it began, in Unix milliseconds. */
  long startedAtMs();

  /**
   * A stream of text for clients, and for the journal, so that what was seen remains after a crash.
   * Blocks while a client reads too slowly; adjacent pieces may reach it as one. Ends with the
   * item: later text is dropped.
   *
   * @param params makes the notification for a piece
   */
  <P> Consumer<String> deltas(NotificationSpec<P> spec, Function<String, P> params);

  /**
   * Completes the item: it is recorded together with the output of its call, then clients hear of
   * it. Nothing happens when it is complete already.
   *
   * @param item its final stored form
   * @return {@code output}, for the tool to return
   */
  ToolOutput complete(JsonObject item, ToolOutput output);

  /**
   * Journals that it is this by now, for the time after a crash; clients are not told. On return it
   * is stored, unless the disk is slow.
   */
  void update(JsonObject item);

  /**
   * The item goes on when its call is answered, until it is completed, or its turn ends.
   *
   * @param atTurnEnd makes its final stored form then, after it ended what must not outlive the
   *     turn; called on the turn's thread
   */
  void outlive(Supplier<JsonObject> atTurnEnd);

  /** Completes the item whose call is answered later; or that has no call. */
  void complete(JsonObject item);
}
