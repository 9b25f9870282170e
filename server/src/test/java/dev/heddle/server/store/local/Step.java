package dev.heddle.server.store.local;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One step of a random history of a home. What the numbers choose depends on the state the step
 * meets, so that a history stays one when steps are left out of it.
 *
 * @param kind what is done
 * @param process which of the two processes does it
 * @param a chooses, mostly, the thread
 * @param b chooses the rest
 */
record Step(Kind kind, int process, int a, int b) {
  /** What may happen to a home, and how often. */
  enum Kind {
    START(6),
    APPEND(14),
    APPEND_OPEN(8),
    RENAME(4),
    PATCH(3),
    NAME_BY_ANOTHER_PROGRAM(2),
    ARCHIVE(3),
    UNARCHIVE(3),
    DELETE(1),
    FORK(4),
    REVERT(3),
    ROLL_BACK(2),
    CLOSE(4),
    RESTART(3),
    CRASH(4),
    TEAR(4),
    GARBAGE(2),
    BREAK_DISK(3),
    HEAL_DISK(4),
    DROP_INDEX(2),
    DROP_INDEX_IN_USE(1),
    SPOIL_INDEX(2),
    KEEP_INDEX(2),
    RESTORE_INDEX(3);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }
  }

  /** So many random steps. */
  static List<Step> random(RandomGenerator random, int count) {
    List<Kind> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < kind.weight; i++) {
        kinds.add(kind);
      }
    }
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(Kind.START, 0, 0, random.nextInt(1 << 16)));
    while (steps.size() < count) {
      steps.add(
          new Step(
              kinds.get(random.nextInt(kinds.size())),
              random.nextInt(2),
              random.nextInt(1 << 16),
              random.nextInt(1 << 16)));
    }
    return steps;
  }
}
