package dev.heddle.server.patch;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one operation of a patch does to a file, as people see it. */
public final class FileEdit {
  /** What becomes of the file. */
  public enum Kind {
    ADD,
    DELETE,
    UPDATE
  }

  /** Lines around a change in {@link #diff()}; the turn's whole diff has more. */
  private static final int CONTEXT_LINES = 1;

  private final Kind kind;
  private final FileWrite write;
  private final @Nullable FileWrite removal;

  private FileEdit(Kind kind, FileWrite write, @Nullable FileWrite removal) {
    this.kind = kind;
    this.write = write;
    this.removal = removal;
  }

  static FileEdit add(FileWrite write) {
    return new FileEdit(Kind.ADD, write, null);
  }

  static FileEdit delete(FileWrite removal) {
    return new FileEdit(Kind.DELETE, removal, null);
  }

  static FileEdit update(FileWrite write) {
    return new FileEdit(Kind.UPDATE, write, null);
  }

  /**
   * @param write what the new place gets
   * @param removal of the old place
   */
  static FileEdit move(FileWrite write, FileWrite removal) {
    return new FileEdit(Kind.UPDATE, write, removal);
  }

  public Kind kind() {
    return kind;
  }

  /** Where the file was, absolute. */
  public Path path() {
    return removal == null ? write.location().shown() : removal.location().shown();
  }

  /** Where the file goes, absolute, or null when it stays. */
  public @Nullable Path movedTo() {
    return removal == null ? null : write.location().shown();
  }

  /** The whole text of a file that comes or goes, hunks without a header of one that changes. */
  public String diff() {
    return switch (kind) {
      case ADD -> text(write.after());
      case DELETE -> text(write.before());
      case UPDATE ->
          UnifiedDiff.hunks(
              text(removal == null ? write.before() : removal.before()),
              text(write.after()),
              CONTEXT_LINES);
    };
  }

  /** What is to be done, in this order. */
  List<FileWrite> writes() {
    return removal == null ? List.of(write) : List.of(write, removal);
  }

  private static String text(@Nullable FileContent content) {
    // The planner has refused what is no text.
    return content == null ? "" : Objects.requireNonNull(content.text());
  }
}
