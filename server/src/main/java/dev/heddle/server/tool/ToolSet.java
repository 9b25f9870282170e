package dev.heddle.server.tool;

import java.util.List;

/**
 * The tools of one area during one turn; keeps what they have to share.
 *
 * <p><b>Thread-safety:</b> the turn's thread only.
 */
public interface ToolSet {
  /** No tools. */
  ToolSet NONE = List::of;

  /** The tools; the same all through the turn. */
  List<Tool> tools();

  /** An answer of the model is complete and its tokens are counted; its calls come next. */
  default void modelAnswered(ToolTurn turn) {}
}
