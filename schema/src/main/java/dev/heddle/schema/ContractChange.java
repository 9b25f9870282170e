package dev.heddle.schema;

/**
 * One difference between two versions of the schema. Immutable.
 *
 * @param breaking whether a client of the older version may fail with the newer one
 * @param what the type or member, and what happened to it
 */
record ContractChange(boolean breaking, String what) implements Comparable<ContractChange> {
  /** The type or method that it is about. */
  String subject() {
    return what.split("[ .\\[]", 2)[0];
  }

  @Override
  public int compareTo(ContractChange other) {
    int byKind = Boolean.compare(other.breaking, breaking); // breaking ones first
    return byKind != 0 ? byKind : what.compareTo(other.what);
  }

  @Override
  public String toString() {
    return (breaking ? "breaking: " : "additive: ") + what;
  }
}
