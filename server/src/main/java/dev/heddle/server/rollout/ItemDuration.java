package dev.heddle.server.rollout;

import com.google.gson.JsonObject;
import java.time.Duration;

/** How long something took, as items keep it: whole seconds, and the nanoseconds beyond. */
public final class ItemDuration {
  private ItemDuration() {}

  /** The recorded form. */
  public static JsonObject of(Duration duration) {
    JsonObject recorded = new JsonObject();
    recorded.addProperty("secs", duration.toSeconds());
    recorded.addProperty("nanos", duration.toNanosPart());
    return recorded;
  }
}
