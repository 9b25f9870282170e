package dev.heddle.server.thread;

import dev.heddle.protocol.v2.ModeKind;
import org.jspecify.annotations.Nullable;

/**
 * How the model works with the user.
 *
 * @param mode at once, or a plan first
 * @param instructions the client's own for the mode, or null for ours
 */
public record Collaboration(ModeKind mode, @Nullable String instructions) {
  /** As long as nobody says otherwise. */
  public static final Collaboration DEFAULT = new Collaboration(ModeKind.DEFAULT, null);

  /** Whether a plan is made and nothing carried out. */
  public boolean planning() {
    return mode == ModeKind.PLAN;
  }
}
