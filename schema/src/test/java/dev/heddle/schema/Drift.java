package dev.heddle.schema;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What is said when checked-in files are not those that the records give. */
final class Drift {
  private Drift() {}

  static Optional<String> message(
      String folder, SortedMap<String, String> present, SortedMap<String, String> expected) {
    List<String> differences = FileTree.differences(present, expected);
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            folder
                + " does not say what the records say. If the change is meant, run ./heddle schema"
                + "\nand check the result in. What differs:\n  "
                + String.join("\n  ", differences));
  }
}
