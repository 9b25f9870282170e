package dev.heddle.server.store.local;

import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Records that are written at once, and their lines: the same bytes however often it takes.
 *
 * @param records as they are in the lines
 * @param bytes their lines
 */
record Batch(List<RolloutRecord> records, byte[] bytes) {

  /**
   * The lines of these records.
   *
   * @param complete makes a header what it is to be in the file
   */
  static Batch of(
      List<RolloutRecord> records, UnaryOperator<RolloutRecord> complete, RecordEncoder encoder)
      throws IOException {
    if (records.size() == 1) {
      RolloutRecord only = completed(records.getFirst(), complete);
      return new Batch(List.of(only), encoder.line(only)); // it may be large
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
    List<RolloutRecord> whole = new ArrayList<>(records.size());
    for (RolloutRecord record : records) {
      RolloutRecord completed = completed(record, complete);
      bytes.writeBytes(encoder.line(completed));
      whole.add(completed);
    }
    return new Batch(whole, bytes.toByteArray());
  }

  private static RolloutRecord completed(
      RolloutRecord record, UnaryOperator<RolloutRecord> complete) {
    return record.type().equals(RecordTypes.SESSION_META) ? complete.apply(record) : record;
  }
}
