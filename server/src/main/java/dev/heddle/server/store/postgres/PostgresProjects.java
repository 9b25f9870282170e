package dev.heddle.server.store.postgres;

import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.ThreadProjects;
import dev.heddle.server.store.format.BookFormat;

/** The projects of a database. */
final class PostgresProjects extends PostgresBook<ProjectBook> implements ThreadProjects {
  PostgresProjects(Database database) {
    super(database, BookFormat.PROJECTS);
  }
}
