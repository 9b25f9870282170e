package dev.heddle.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with files, one operation a method. Paths are absolute.
 *
 * <p><b>Thread-safety:</b> thread-safe; operations on the same path may interleave.
 *
 * <p><b>Errors:</b> the system's, as {@link IOException}; {@link OsErrors} words them. An operation
 * on a tree that fails leaves what it has done by then.
 */
public final class HostFiles {
  private final long maxReadBytes;

  /**
   * @param maxReadBytes the largest file that is read
   */
  public HostFiles(long maxReadBytes) {
    this.maxReadBytes = maxReadBytes;
  }

  /** The whole content of a file. */
  public byte[] read(Path file) throws IOException, FileRefusedException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw notAFile(file);
    }
    if (attributes.size() > maxReadBytes) {
      throw tooLarge();
    }
    try (InputStream in = Files.newInputStream(file)) {
      // It may grow while it is read.
      byte[] content = in.readNBytes((int) Math.min(maxReadBytes + 1, Integer.MAX_VALUE - 8));
      if (content.length > maxReadBytes) {
        throw tooLarge();
      }
      return content;
    }
  }

  private static FileRefusedException notAFile(Path path) {
    return new FileRefusedException("path `" + path + "` is not a file");
  }

  private FileRefusedException tooLarge() {
    return new FileRefusedException(
        "file is too large to read: limit is " + maxReadBytes + " bytes");
  }

  /** Creates the file or replaces what is in it; a pipe or device is none. */
  public void write(Path file, byte[] content) throws IOException, FileRefusedException {
    if (Files.exists(file) && Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
      throw notAFile(file);
    }
    Files.write(file, content);
  }

  /**
   * Creates a folder.
   *
   * @param recursive whether those above it are created too, and one that exists is good enough
   */
  public void createDirectory(Path directory, boolean recursive) throws IOException {
    if (recursive) {
      Files.createDirectories(directory);
    } else {
      Files.createDirectory(directory);
    }
  }

  /** What is known of a path. */
  public FileFacts facts(Path path) throws IOException {
    BasicFileAttributes target = Files.readAttributes(path, BasicFileAttributes.class);
    return new FileFacts(
        target.isDirectory(),
        target.isRegularFile(),
        Files.isSymbolicLink(path),
        target.creationTime().toMillis(),
        target.lastModifiedTime().toMillis());
  }

  /** What is directly in a folder, by name; what cannot be looked at is left out. */
  public Map<String, FileFacts> entries(Path directory) throws IOException {
    Map<String, FileFacts> entries = new LinkedHashMap<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        try {
          entries.put(child.getFileName().toString(), facts(child));
        } catch (IOException e) {
          // Removed meanwhile, or a link to nothing.
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  /**
   * Removes a file, a link, or a folder.
   *
   * @param recursive whether a folder goes with all that is in it; links in it are not followed
   * @param force whether a path that is not there is fine
   */
  public void remove(Path path, boolean recursive, boolean force) throws IOException {
    try {
      if (recursive && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.walkFileTree(path, new Removing());
      } else {
        Files.delete(path);
      }
    } catch (IOException e) {
      if (!force || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  /** Removes a tree; what others remove meanwhile is passed over. */
  static class Removing extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      throwUnlessGone(failure);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      throwUnlessGone(failure);
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }

    private static void throwUnlessGone(@Nullable IOException failure) throws IOException {
      if (failure != null && !(failure instanceof NoSuchFileException)) {
        throw failure;
      }
    }
  }

  /**
   * Copies a file, a folder or a link; a link is copied as a link. Files that are there are
   * replaced; a folder that is there is added to.
   *
   * @param destination the copy itself, not the folder it goes into
   * @param recursive must be true for a folder
   */
  public void copy(Path source, Path destination, boolean recursive)
      throws IOException, FileRefusedException {
    BasicFileAttributes attributes =
        Files.readAttributes(source, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory()) {
      if (!recursive) {
        throw new FileRefusedException(
            "fs/copy requires recursive: true when sourcePath is a directory");
      }
      if (isInside(destination, source.toRealPath())) {
        throw new FileRefusedException(
            "fs/copy cannot copy a directory to itself or one of its descendants");
      }
      Files.walkFileTree(source, new Copying(source, destination));
    } else if (attributes.isSymbolicLink()) {
      Files.copy(source, destination, LinkOption.NOFOLLOW_LINKS);
    } else if (attributes.isRegularFile()) {
      copyFile(source, destination);
    } else {
      throw new FileRefusedException(
          "fs/copy only supports regular files, directories, and symlinks");
    }
  }

  /** Whether a path that may not exist yet would be in a folder. */
  private static boolean isInside(Path path, Path realFolder) throws IOException {
    Path existing = path;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing != null && existing.toRealPath().startsWith(realFolder);
  }

  private static void copyFile(Path source, Path destination) throws IOException {
    if (Files.exists(destination) && Files.isSameFile(source, destination)) {
      return;
    }
    if (Files.isDirectory(destination)) {
      throw new FileSystemException(destination.toString(), null, OsErrors.IS_A_DIRECTORY);
    }
    // What a link leads to is replaced, not the link.
    Path target = Files.exists(destination) ? destination.toRealPath() : destination;
    Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Copies a tree; what is neither file, folder nor link is left out. */
  private static final class Copying extends SimpleFileVisitor<Path> {
    private final Path source;
    private final Path destination;

    Copying(Path source, Path destination) {
      this.source = source;
      this.destination = destination;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      Path copy = copyOf(directory);
      if (!Files.isDirectory(copy)) {
        Files.createDirectories(copy);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isSymbolicLink()) {
        copyLink(file, copyOf(file));
      } else if (attributes.isRegularFile()) {
        copyFile(file, copyOf(file));
      }
      return FileVisitResult.CONTINUE;
    }

    private Path copyOf(Path path) {
      return destination.resolve(source.relativize(path));
    }
  }

  private static void copyLink(Path link, Path copy) throws IOException {
    try {
      Files.copy(link, copy, LinkOption.NOFOLLOW_LINKS);
    } catch (FileAlreadyExistsException e) {
      Files.delete(copy);
      Files.copy(link, copy, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
