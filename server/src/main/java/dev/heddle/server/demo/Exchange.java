package dev.heddle.server.demo;

import dev.heddle.protocol.v2.ThreadItem;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.UserInput;

/**
 * A turn as the client remembers it, to compare with what the server has stored. Immutable.
 *
 * @param turnId its id
 * @param said what the user said
 * @param answer what the agent answered
 */
record Exchange(String turnId, String said, String answer) {
  /** A turn of the stored history, which has to hold all its items. */
  static Exchange of(Turn turn) {
    StringBuilder said = new StringBuilder();
    StringBuilder answer = new StringBuilder();
    for (ThreadItem item : turn.items()) {
      if (item instanceof ThreadItem.UserMessage message) {
        for (UserInput part : message.content()) {
          said.append(part instanceof UserInput.Text text ? text.text() : part);
        }
      } else if (item instanceof ThreadItem.AgentMessage message) {
        answer.append(message.text());
      }
    }
    return new Exchange(turn.id(), said.toString(), answer.toString());
  }
}
