package dev.heddle.server.store.format;

import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.SectionBook;
import java.util.function.Function;

/**
 * How one kind of book is written.
 *
 * @param word what is in it, for people: {@code sections}
 * @param empty the book where none is stored
 * @param encode the bytes of a book
 * @param decode the book of bytes
 * @param <B> the kind of book
 */
public record BookFormat<B>(String word, B empty, Function<B, byte[]> encode, Decoder<B> decode) {
  /** The groups that users sort threads into. */
  public static final BookFormat<SectionBook> SECTIONS =
      new BookFormat<>(
          "sections", SectionBook.EMPTY, SectionsFormat::encode, SectionsFormat::decode);

  /** The projects that threads belong to. */
  public static final BookFormat<ProjectBook> PROJECTS =
      new BookFormat<>(
          "projects", ProjectBook.EMPTY, ProjectsFormat::encode, ProjectsFormat::decode);

  /** Reads a book strictly: what is not understood would be lost by the next change. */
  @FunctionalInterface
  public interface Decoder<B> {
    /** The book of these bytes. */
    B of(byte[] bytes) throws DamagedFormatException;
  }

  /** Its subject in a sentence. */
  public String the() {
    return "the " + word;
  }
}
