package dev.heddle.server.store.local;

import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.ThreadProjects;
import java.util.function.BiConsumer;

/** The projects of a home. */
final class LocalProjects extends LocalBook<ProjectBook> implements ThreadProjects {
  LocalProjects(CodexHome home, WholeFiles whole, BiConsumer<String, String> warnings) {
    super(BookFile.projects(home), whole, warnings);
  }
}
