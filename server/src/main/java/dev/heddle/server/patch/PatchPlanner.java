package dev.heddle.server.patch;

import dev.heddle.server.json.Surrogates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a patch would do to the files as they are, without touching them.
 *
 * <p><b>Thread-safety:</b> thread-safe; no state but its limit.
 */
public final class PatchPlanner {
  private final long maxFileBytes;

  /**
   * @param maxFileBytes the largest file that is edited
   */
  public PatchPlanner(long maxFileBytes) {
    this.maxFileBytes = maxFileBytes;
  }

  /**
   * What the patch would do.
   *
   * @param cwd absolute; what relative paths are relative to
   * @param stopped whether nobody wants to know any more; asked before each file
   * @throws PatchException when the text is no patch, or does not fit the files, or at a stop
   */
  public PatchPlan plan(String patch, Path cwd, BooleanSupplier stopped) throws PatchException {
    if (Surrogates.hasHalf(patch)) {
      throw new PatchException(
          PatchException.Kind.MALFORMED, "the patch has half of a surrogate pair in it");
    }
    List<FileOperation> operations = PatchParser.parse(patch);
    if (operations.isEmpty()) {
      throw new PatchException(PatchException.Kind.MALFORMED, "the patch is empty");
    }
    List<FileEdit> edits = new ArrayList<>();
    Set<Path> used = new HashSet<>();
    for (FileOperation operation : operations) {
      PatchException.checkWanted(stopped);
      FileEdit edit =
          switch (operation) {
            case FileOperation.Add add -> add(add, cwd);
            case FileOperation.Delete delete -> delete(delete, cwd);
            case FileOperation.Update update -> update(update, cwd);
          };
      for (FileWrite write : edit.writes()) {
        if (!used.add(write.location().real())) {
          throw new PatchException(
              PatchException.Kind.MALFORMED,
              "the patch has more than one operation on `"
                  + write.location().shown()
                  + "`; put them into one");
        }
      }
      edits.add(edit);
    }
    return new PatchPlan(edits);
  }

  private FileEdit add(FileOperation.Add add, Path cwd) throws PatchException {
    FileLocation location = FileLocation.of(cwd, add.path());
    FileContent before = read(location);
    return FileEdit.add(
        new FileWrite(
            location,
            before,
            FileContent.of(add.content(), before == null ? FileRights.NONE : before.rights())));
  }

  private FileEdit delete(FileOperation.Delete delete, Path cwd) throws PatchException {
    return FileEdit.delete(removal(delete.path(), cwd));
  }

  private FileEdit update(FileOperation.Update update, Path cwd) throws PatchException {
    FileLocation location = FileLocation.of(cwd, update.path());
    FileContent before = text(location);
    String edited =
        ChunkedEdit.apply(update.path(), Objects.requireNonNull(before.text()), update.chunks());
    FileContent after = FileContent.of(edited, before.rights());
    if (update.movedTo() == null) {
      return FileEdit.update(new FileWrite(location, before, after));
    }
    FileLocation target = FileLocation.of(cwd, update.movedTo());
    if (target.real().equals(location.real())) {
      return FileEdit.update(new FileWrite(location, before, after));
    }
    return FileEdit.move(new FileWrite(target, read(target), after), removal(update.path(), cwd));
  }

  private FileWrite removal(String path, Path cwd) throws PatchException {
    FileLocation entry = FileLocation.ofEntry(cwd, path);
    return new FileWrite(entry, text(entry), null, Files.isSymbolicLink(entry.real()));
  }

  private FileContent text(FileLocation location) throws PatchException {
    FileContent content = read(location);
    if (content == null) {
      throw mismatch("`" + location.shown() + "` does not exist");
    }
    if (content.text() == null) {
      throw mismatch("`" + location.shown() + "` is no UTF-8 text");
    }
    return content;
  }

  private @Nullable FileContent read(FileLocation location) throws PatchException {
    try {
      return Contents.read(location.real(), maxFileBytes);
    } catch (IOException e) {
      throw new PatchException(
          PatchException.Kind.MISMATCH,
          "`" + location.shown() + "` cannot be read: " + FileLocation.why(e),
          e);
    }
  }

  private static PatchException mismatch(String what) {
    return new PatchException(PatchException.Kind.MISMATCH, what);
  }
}
