package dev.heddle.server.patch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens folders without following a link, from the root of the file system down, and remembers
 * which of them it has made.
 *
 * <p>A folder that is missing can only be made by its path. Who puts a link into that path in the
 * same moment gets an empty folder somewhere else, and the patch is refused; nothing is written
 * through the link.
 *
 * <p><b>Thread-safety:</b> one thread; used for one patch.
 */
@SuppressWarnings("StreamResourceLeak") // who opens a folder holds it until the patch is over
class Folders {
  private final List<Path> made = new ArrayList<>();

  /**
   * Opens a folder, making it if need be.
   *
   * @param path absolute, and without a link when it was looked at
   * @throws IOException also when a part of it is a link by now
   */
  Folder open(Path path) throws IOException {
    @Nullable SecureDirectoryStream<Path> at = null;
    Path reached = path.getRoot();
    try {
      at = secure(Files.newDirectoryStream(reached));
      if (at == null) {
        makeAll(path);
        return new PlainFolder(path);
      }
      for (Path name : path) {
        reached = reached.resolve(name);
        @Nullable SecureDirectoryStream<Path> next = enter(at, reached, name);
        if (at != null) {
          at.close();
        }
        at = next;
      }
      if (at == null) {
        throw new AccessDeniedException(path.toString());
      }
      Folder folder = new SecureFolder(at);
      at = null;
      return folder;
    } finally {
      if (at != null) {
        at.close();
      }
    }
  }

  /** Opens the folder below; null when it may be passed but not read. */
  private @Nullable SecureDirectoryStream<Path> enter(
      @Nullable SecureDirectoryStream<Path> parent, Path path, Path name) throws IOException {
    try {
      return below(parent, path, name);
    } catch (AccessDeniedException e) {
      return null; // as the folders above a home often are
    } catch (NoSuchFileException e) {
      make(path);
      return below(parent, path, name);
    }
  }

  private static @Nullable SecureDirectoryStream<Path> below(
      @Nullable SecureDirectoryStream<Path> parent, Path path, Path name) throws IOException {
    if (parent != null) {
      return secure(parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
    }
    if (!path.toRealPath().equals(path)) {
      throw new FileSystemException(path.toString(), null, "it leads elsewhere now");
    }
    return secure(Files.newDirectoryStream(path));
  }

  private static @Nullable SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    return null;
  }

  private void makeAll(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Path parent = path.getParent();
      if (parent != null) {
        makeAll(parent);
      }
      make(path);
    }
  }

  private void make(Path path) throws IOException {
    try {
      Files.createDirectory(path);
      made.add(path);
    } catch (FileAlreadyExistsException e) {
      // Somebody else just made it; whether it is a folder shows when it is opened.
    }
  }

  /** The folders that were made so far, the outer ones first. */
  List<Path> made() {
    return List.copyOf(made);
  }

  /** Removes the folders that were made, unless something is in them by now. */
  void removeMade() {
    for (Path path : made.reversed()) {
      try {
        Files.delete(path);
      } catch (IOException e) {
        // In use, or gone.
      }
    }
    made.clear();
  }
}
