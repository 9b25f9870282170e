package dev.heddle.server.store.local;

import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.format.BookFormat;
import java.nio.file.Path;

/**
 * The file of one kind of book in a home.
 *
 * @param format what is in it
 * @param path the file; there whole or not at all
 * @param lock held by who changes it
 * @param damage what a check calls a file that is none
 */
record BookFile<B>(BookFormat<B> format, Path path, Path lock, JournalCheck.Problem damage) {

  static BookFile<SectionBook> sections(CodexHome home) {
    return new BookFile<>(
        BookFormat.SECTIONS,
        home.sectionsFile(),
        home.sectionsLock(),
        JournalCheck.Problem.DAMAGED_SECTIONS);
  }

  static BookFile<ProjectBook> projects(CodexHome home) {
    return new BookFile<>(
        BookFormat.PROJECTS,
        home.projectsFile(),
        home.projectsLock(),
        JournalCheck.Problem.DAMAGED_PROJECTS);
  }
}
