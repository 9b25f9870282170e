package dev.heddle.server.patch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes whole files. */
final class Contents {
  private Contents() {}

  /** What is in the file a path leads to, or null when there is nothing. */
  static @Nullable FileContent read(Path path, long maxBytes) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    requireRegular(Files.readAttributes(path, BasicFileAttributes.class));
    try (SeekableByteChannel in = Files.newByteChannel(path)) {
      return new FileContent(read(in, maxBytes), rights(path));
    }
  }

  static byte[] read(SeekableByteChannel in, long maxBytes) throws IOException {
    if (in.size() > maxBytes) {
      throw new FileSystemException(null, null, "it is larger than " + maxBytes + " bytes");
    }
    byte[] bytes = new byte[(int) in.size()];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining() && in.read(buffer) >= 0) {
      // Until all is read; a file that shrinks meanwhile is shorter.
    }
    return buffer.hasRemaining() ? Arrays.copyOf(bytes, buffer.position()) : bytes;
  }

  static void write(SeekableByteChannel out, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
    if (out instanceof FileChannel file) {
      file.force(true);
    }
  }

  static void requireRegular(BasicFileAttributes attributes) throws IOException {
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(
          null, null, attributes.isDirectory() ? "it is a folder" : "it is no regular file");
    }
  }

  /**
   * Who may use a new file until it has its content and is given these rights: its owner, or as the
   * system decides when there are none to be given.
   */
  static FileAttribute<?>[] whileWritten(FileRights then) {
    return then.permissions().isEmpty()
        ? new FileAttribute<?>[0]
        : new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(
              Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
        };
  }

  /** Whose the file is and who may use it. */
  static FileRights rights(Path path) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    return view == null ? FileRights.NONE : FileRights.of(view.readAttributes());
  }
}
