package dev.heddle.server.store.local;

import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.SectionBook;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The file of one kind of book in a home.
 *
 * @param word what is in it, for people: {@code sections}
 * @param path the file; there whole or not at all
 * @param lock held by who changes it
 * @param empty the book when there is no file
 * @param encode the bytes of a book
 * @param decode the book of bytes
 * @param damage what a check calls a file that is none
 */
record BookFile<B>(
    String word,
    Path path,
    Path lock,
    B empty,
    Function<B, byte[]> encode,
    Decoder<B> decode,
    JournalCheck.Problem damage) {

  /** Reads a book strictly: what is not understood would be lost by the next change. */
  @FunctionalInterface
  interface Decoder<B> {
    B of(byte[] bytes) throws BookJson.DamageException;
  }

  static BookFile<SectionBook> sections(CodexHome home) {
    return new BookFile<>(
        "sections",
        home.sectionsFile(),
        home.sectionsLock(),
        SectionBook.EMPTY,
        SectionsFormat::encode,
        SectionsFormat::decode,
        JournalCheck.Problem.DAMAGED_SECTIONS);
  }

  static BookFile<ProjectBook> projects(CodexHome home) {
    return new BookFile<>(
        "projects",
        home.projectsFile(),
        home.projectsLock(),
        ProjectBook.EMPTY,
        ProjectsFormat::encode,
        ProjectsFormat::decode,
        JournalCheck.Problem.DAMAGED_PROJECTS);
  }

  /** Its subject in a sentence. */
  String the() {
    return "the " + word;
  }
}
