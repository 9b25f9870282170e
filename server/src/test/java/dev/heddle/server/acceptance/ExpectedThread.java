package dev.heddle.server.acceptance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a thread should be like after the requests sent so far. Used by one Java thread. */
final class ExpectedThread {
  final String id;

  /** The thread it was forked from, which may not be deleted while this one lives; or null. */
  final @Nullable ExpectedThread base;

  /** What the user said, in order. */
  final List<String> texts = new ArrayList<>();

  /** Its turns, those of the base included. */
  final Set<String> turns = new HashSet<>();

  /** Turns that nothing but themselves has ended. */
  final Set<String> running = new HashSet<>();

  @Nullable String name;
  boolean loaded = true;
  boolean archived;

  /** Counts how often it was unloaded: what was running before is over. */
  int loads;

  ExpectedThread(String id, @Nullable ExpectedThread base) {
    this.id = id;
    this.base = base;
    if (base != null) {
      texts.addAll(base.texts);
      turns.addAll(base.turns);
    }
  }

  void unload() {
    loaded = false;
    loads++;
    running.clear();
  }
}
