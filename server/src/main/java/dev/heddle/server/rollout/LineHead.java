package dev.heddle.server.rollout;

import org.jspecify.annotations.Nullable;

/**
 * What can be told of a line without reading all of it.
 *
 * @param ordinal its ordinal, or {@link RolloutRecord#NO_ORDINAL}
 * @param type its record type
 * @param payloadType the {@code type} member of its payload: the event of an {@code event_msg}, the
 *     item type of a {@code response_item}; null when it has none
 */
public record LineHead(long ordinal, String type, @Nullable String payloadType) {
  /** Whether the line is this event. */
  public boolean isEvent(String event) {
    return type.equals(RecordTypes.EVENT_MSG) && event.equals(payloadType);
  }
}
