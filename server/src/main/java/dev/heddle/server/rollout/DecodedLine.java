package dev.heddle.server.rollout;

/** What one line of a rollout turned out to be. */
public sealed interface DecodedLine {
  /**
   * A record.
   *
   * @param wholeBytes how long the line was before some of its strings were put into blobs, which
   *     the payload names in their places; 0 when all of it is here
   */
  record Parsed(RolloutRecord record, long wholeBytes) implements DecodedLine {}

  /** Nothing but padding: an empty line, blanks, NUL bytes or a byte order mark. */
  record Blank() implements DecodedLine {}

  /**
   * Something that is not a record: a torn line, two lines glued together, foreign bytes.
   *
   * @param reason what is wrong with it, for people; quotes nothing of the line
   */
  record Skipped(String reason) implements DecodedLine {}
}
