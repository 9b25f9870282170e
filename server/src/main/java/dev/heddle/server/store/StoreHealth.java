package dev.heddle.server.store;

import java.util.Map;

/**
 * How a store is doing. Each dimension (writer, index, lock, …) is measured or says {@code
 * unmeasured}; none is good by default.
 *
 * @param dimensions name → what was measured, for people
 * @param gauges name in the form {@code things.what} → what was measured, as a number; what could
 *     not be measured is missing
 * @param degraded whether any dimension needs attention
 */
public record StoreHealth(
    Map<String, String> dimensions, Map<String, Long> gauges, boolean degraded) {
  /** What a dimension says that was not measured. */
  public static final String UNMEASURED = "unmeasured";
}
