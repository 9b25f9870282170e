package dev.heddle.server.rollout;

import java.util.List;

/**
 * Receiver of what a {@link TurnFold} finds, in the order of the records.
 *
 * <p>Calls come from within {@link TurnFold#accept}, so the receiver can tell which record caused
 * them. Turns are handed over without items; items come by themselves.
 */
public interface TurnListener {
  /**
   * A turn begins. Its items are empty; its status is {@link StoredTurn.Status#IN_PROGRESS}, or
   * {@link StoredTurn.Status#COMPLETED} in logs so old that they do not tell starts and ends.
   */
  void turnStarted(StoredTurn turn);

  /**
   * An item was completed; it is made from this record alone. Usually of the newest turn, but a
   * command may outlive its turn; an id seen before in that turn replaces the earlier item at its
   * place. The turn may have started before the first record that was folded.
   */
  void itemCompleted(StoredItem item);

  /**
   * The newest item of a legacy history has one more paragraph: it is made from the records it was
   * made from before, and this one.
   */
  void itemContinued(StoredItem item);

  /**
   * Text of an item that is still streaming. Such an item has no place of its own yet: it stands at
   * the end until it is completed, and its completion gives it its place.
   *
   * <p>In a legacy history it has the id that the next item without one will get, so its text may
   * go on under another.
   *
   * @param begins whether this is its first text; if not, it is made from this record and those
   *     since the first one that have its {@link TurnFold#streamedId}
   */
  void itemStreamed(StoredItem item, boolean begins);

  /**
   * A turn ended, or an ended turn got another end; it has an {@link StoredTurn#endOrdinal}. Its
   * items are empty: what was handed over before stays.
   */
  void turnEnded(StoredTurn turn);

  /** These turns, the newest of the history, never happened. */
  void turnsDropped(List<String> turnIds);
}
