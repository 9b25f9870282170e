package dev.heddle.server.patch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where a file is.
 *
 * @param shown absolute, as people know it: links are not followed
 * @param real absolute, no part of it a link (but for the last of a link that is to be removed)
 */
public record FileLocation(Path shown, Path real) {
  /**
   * Where a file named in a patch is, for writing to it: a link leads to its target.
   *
   * @param cwd what relative paths are relative to
   */
  static FileLocation of(Path cwd, String name) throws PatchException {
    Path shown = shown(cwd, name);
    return new FileLocation(shown, real(shown));
  }

  /** The same for removing it: a link stands for itself. */
  static FileLocation ofEntry(Path cwd, String name) throws PatchException {
    Path shown = shown(cwd, name);
    Path parent = shown.getParent();
    return new FileLocation(
        shown, parent == null ? shown : real(parent).resolve(shown.getFileName()));
  }

  private static Path shown(Path cwd, String name) throws PatchException {
    try {
      return cwd.resolve(name).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new PatchException(
          PatchException.Kind.MALFORMED, "`" + name + "` is no path: " + e.getReason(), e);
    }
  }

  /** What exists of the path is resolved; the rest is to be created. */
  private static Path real(Path path) throws PatchException {
    try {
      return path.toRealPath();
    } catch (NoSuchFileException e) {
      Path parent = path.getParent();
      if (parent == null || Files.isSymbolicLink(path)) {
        throw new PatchException(
            PatchException.Kind.MISMATCH, "`" + path + "` is a link to nothing", e);
      }
      return real(parent).resolve(path.getFileName());
    } catch (IOException e) {
      throw new PatchException(
          PatchException.Kind.MISMATCH, "`" + path + "` cannot be reached: " + why(e), e);
    }
  }

  /** What a failure of the file system says beside the path. */
  static String why(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException missing -> "no such file";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
