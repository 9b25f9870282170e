package dev.heddle.server.store.memory;

import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.ThreadProjects;

/** The projects of a {@link MemoryBacking}. */
final class MemoryProjects extends MemoryBook<ProjectBook> implements ThreadProjects {
  MemoryProjects() {
    super(ProjectBook.EMPTY);
  }
}
