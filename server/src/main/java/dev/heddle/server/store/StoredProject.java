package dev.heddle.server.store;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A project that a user has made. Immutable.
 *
 * @param id stays whatever becomes of it
 * @param name as clients show it
 * @param roots absolute, normalized directories, each once
 * @param metadata what clients keep with it, by key
 * @param position orders the projects; not negative
 * @param createdAt milliseconds
 * @param updatedAt when it was last changed or moved, milliseconds
 */
public record StoredProject(
    String id,
    String name,
    List<String> roots,
    SortedMap<String, String> metadata,
    long position,
    Instant createdAt,
    Instant updatedAt) {

  public StoredProject {
    roots = List.copyOf(roots);
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }

  /** The same with these facts, changed now unless they are the same. */
  public StoredProject with(
      String newName, List<String> newRoots, Map<String, String> newMetadata, Instant now) {
    return newName.equals(name) && newRoots.equals(roots) && newMetadata.equals(metadata)
        ? this
        : new StoredProject(
            id, newName, newRoots, new TreeMap<>(newMetadata), position, createdAt, now);
  }

  StoredProject at(long newPosition, Instant updated) {
    return new StoredProject(id, name, roots, metadata, newPosition, createdAt, updated);
  }
}
