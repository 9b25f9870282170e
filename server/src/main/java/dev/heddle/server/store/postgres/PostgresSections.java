package dev.heddle.server.store.postgres;

import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.ThreadSections;
import dev.heddle.server.store.format.BookFormat;

/** The sections of a database. */
final class PostgresSections extends PostgresBook<SectionBook> implements ThreadSections {
  PostgresSections(Database database) {
    super(database, BookFormat.SECTIONS);
  }
}
