package dev.heddle.server.handler;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ThreadTokenUsage;
import dev.heddle.protocol.v2.ThreadTokenUsageUpdatedNotification;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.TurnStatus;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.turn.TokenCounter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The token counts of a thread that was just resumed or forked, told to the client that asked. They
 * come from the restored context, never from a file.
 */
final class TokenUsageReplay {
  private TokenUsageReplay() {}

  /** The counts with the turn they belong to; null when there are none or the turn is unknown. */
  static @Nullable ThreadTokenUsageUpdatedNotification of(LiveThread live) {
    return of(live, live.<@Nullable String>context(ContextFacts::tokenCountTurnId));
  }

  /**
   * The counts with the turn among {@code turns} that they belong to: the one that was active when
   * they were recorded, else the newest that ended by itself, else the last.
   */
  static @Nullable ThreadTokenUsageUpdatedNotification of(LiveThread live, List<Turn> turns) {
    String counted = live.<@Nullable String>context(ContextFacts::tokenCountTurnId);
    String turnId = null;
    String ended = null;
    for (Turn turn : turns) {
      if (turn.id().equals(counted)) {
        turnId = counted;
      }
      if (turn.status() == TurnStatus.COMPLETED || turn.status() == TurnStatus.FAILED) {
        ended = turn.id();
      }
    }
    if (turnId == null && !turns.isEmpty()) {
      turnId = ended == null ? turns.getLast().id() : ended;
    }
    return of(live, turnId);
  }

  private static @Nullable ThreadTokenUsageUpdatedNotification of(
      LiveThread live, @Nullable String turnId) {
    JsonObject counts = live.<@Nullable JsonObject>context(ContextFacts::tokenCount);
    if (counts == null || turnId == null) {
      return null;
    }
    return new ThreadTokenUsageUpdatedNotification(
        live.threadId(),
        turnId,
        new ThreadTokenUsage(
            TokenCounter.recorded(Json.object(counts, "total_token_usage")),
            TokenCounter.recorded(Json.object(counts, "last_token_usage")),
            Json.integer(counts, "model_context_window")));
  }
}
