package dev.heddle.server.turn;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;

/**
 * The texts of a turn's items that stream. What was shown of an item is always in the journal or
 * can be brought there: its texts end at the moment in which its end is recorded.
 *
 * <p><b>Thread-safety:</b> thread-safe; one lock, held while records are handed on, which must not
 * block.
 */
final class StreamingTexts {
  private final ListMultimap<String, PartialText> byItem =
      ArrayListMultimap.create(); // guarded by this

  /** Takes up a text that begins to stream. */
  synchronized void begin(String itemId, PartialText text) {
    byItem.put(itemId, text);
  }

  /** Journals what has streamed so far. */
  synchronized void handOver() {
    byItem.values().forEach(PartialText::handOver);
  }

  /** Ends the texts of an item, whose end {@code recording} records. */
  synchronized void end(String itemId, Runnable recording) {
    byItem.removeAll(itemId).forEach(PartialText::close);
    recording.run();
  }
}
