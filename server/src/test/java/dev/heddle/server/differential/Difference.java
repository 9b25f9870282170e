package dev.heddle.server.differential;

/**
 * One thing that the two servers do differently.
 *
 * @param key what differs, without ids and positions, such as {@code thread/start:
 *     result.thread.model}; equal for all occurrences
 * @param session the session it occurred in
 * @param section the heading above the step
 * @param peer what the peer said there, or that it said nothing
 * @param ours what we said there
 */
record Difference(String key, String session, String section, String peer, String ours) {

  /** Where it occurred, as {@code known-differences.md} writes it. */
  String where() {
    return section.isEmpty() ? session : session + " / " + section;
  }
}
