package dev.heddle.server.store.local;

import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.ThreadSections;
import java.util.function.BiConsumer;

/** The sections of a home. */
final class LocalSections extends LocalBook<SectionBook> implements ThreadSections {
  LocalSections(CodexHome home, WholeFiles whole, BiConsumer<String, String> warnings) {
    super(BookFile.sections(home), whole, warnings);
  }
}
