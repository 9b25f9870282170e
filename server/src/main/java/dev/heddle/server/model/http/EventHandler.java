package dev.heddle.server.model.http;

import dev.heddle.server.model.ModelException;

/** Reads one answer's events, in order, on the thread that asked for them. */
public interface EventHandler {
  /**
   * Takes an event's data.
   *
   * @return whether the answer is complete; nothing more is read then
   * @throws ModelException when the event says that the answer failed
   */
  boolean event(String data) throws ModelException;

  /** What had arrived is used up; the next may be long in coming. */
  default void waiting() {}

  /** More has arrived: events follow without a pause, until {@link #waiting}. */
  default void arrived() {}

  /**
   * The stream ended, in good order or not, before an event said that the answer is complete.
   *
   * @return whether the answer is complete nevertheless
   */
  default boolean end() throws ModelException {
    return false;
  }
}
