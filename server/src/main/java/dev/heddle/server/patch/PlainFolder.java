package dev.heddle.server.patch;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder by its path, for systems whose folders cannot be held open (Windows). Before each step
 * the path is resolved anew, so a link that was put into it is noticed, but for the moment between.
 */
final class PlainFolder implements Folder {
  private final Path path;

  /**
   * @param path no part of it a link
   */
  PlainFolder(Path path) {
    this.path = path;
  }

  @Override
  public @Nullable FileContent read(String name, long maxBytes) throws IOException {
    Path file = file(name);
    try {
      Contents.requireRegular(
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
      try (SeekableByteChannel in =
          Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        return new FileContent(Contents.read(in, maxBytes), Contents.rights(file));
      }
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public boolean isLink(String name) throws IOException {
    return Files.isSymbolicLink(file(name));
  }

  @Override
  public void create(String name, FileContent content) throws IOException {
    Path file = file(name);
    try (SeekableByteChannel out =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            Contents.whileWritten(content.rights()))) {
      Contents.write(out, content.bytes());
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null && !content.rights().permissions().isEmpty()) {
      content.rights().giveTo(view);
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(file(from), file(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void remove(String name) throws IOException {
    Files.delete(file(name));
  }

  @Override
  public void close() {}

  private Path file(String name) throws IOException {
    if (!path.toRealPath().equals(path)) {
      throw new FileSystemException(path.toString(), null, "it leads elsewhere now");
    }
    return path.resolve(name);
  }
}
