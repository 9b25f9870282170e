package dev.heddle.server.store;

import java.util.EnumSet;
import java.util.Set;

/** What a store may offer beyond what every store does. */
public enum Capability {
  HISTORY_PAGES,
  ROLLOUT_PATHS,
  REFERENCE_FORKS,
  REVERTS,
  QUEUES;

  static Set<Capability> of(ThreadStore store) {
    Set<Capability> offered = EnumSet.noneOf(Capability.class);
    if (store.historyPages().isPresent()) {
      offered.add(HISTORY_PAGES);
    }
    if (store.rolloutPaths().isPresent()) {
      offered.add(ROLLOUT_PATHS);
    }
    if (store.referenceForks().isPresent()) {
      offered.add(REFERENCE_FORKS);
    }
    if (store.reverts().isPresent()) {
      offered.add(REVERTS);
    }
    if (store.queues().isPresent()) {
      offered.add(QUEUES);
    }
    return offered;
  }
}
