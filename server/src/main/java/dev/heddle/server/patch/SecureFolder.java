package dev.heddle.server.patch;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A folder by its descriptor: names are looked up in it, not along a path. */
final class SecureFolder implements Folder {
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

  private final SecureDirectoryStream<Path> stream;

  SecureFolder(SecureDirectoryStream<Path> stream) {
    this.stream = stream;
  }

  @Override
  public @Nullable FileContent read(String name, long maxBytes) throws IOException {
    PosixFileAttributes attributes = attributes(name);
    if (attributes == null) {
      return null;
    }
    // Asked first: opening a pipe would wait for its other end.
    Contents.requireRegular(attributes);
    try (SeekableByteChannel in = stream.newByteChannel(Path.of(name), READ)) {
      return new FileContent(Contents.read(in, maxBytes), FileRights.of(attributes));
    }
  }

  @Override
  public boolean isLink(String name) throws IOException {
    PosixFileAttributes attributes = attributes(name);
    return attributes != null && attributes.isSymbolicLink();
  }

  private @Nullable PosixFileAttributes attributes(String name) throws IOException {
    try {
      return view(name).readAttributes();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private PosixFileAttributeView view(String name) {
    return stream.getFileAttributeView(
        Path.of(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void create(String name, FileContent content) throws IOException {
    FileAttribute<?>[] first = Contents.whileWritten(content.rights());
    try (SeekableByteChannel out = stream.newByteChannel(Path.of(name), CREATE, first)) {
      Contents.write(out, content.bytes());
    }
    if (!content.rights().permissions().isEmpty()) {
      content.rights().giveTo(view(name));
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    stream.move(Path.of(from), stream, Path.of(to));
  }

  @Override
  public void remove(String name) throws IOException {
    stream.deleteFile(Path.of(name));
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
