package dev.heddle.server.config;

import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Writes a configuration file whole: beside it, forced, and renamed. A link keeps being one, and
 * the file it leads to keeps its owner and rights; a new one is for its owner alone, since it may
 * hold secrets.
 *
 * <p><b>Files:</b> a crash leaves the old content or the new, and perhaps {@code
 * config.toml.ID.tmp}.
 */
final class ConfigFile {
  private static final Log LOG = Log.of(ConfigFile.class);
  private static final Set<PosixFilePermission> FOR_ITS_OWNER =
      PosixFilePermissions.fromString("rw-------");

  private ConfigFile() {}

  static void write(Path file, String text) throws IOException {
    Path target = target(file);
    Files.createDirectories(parent(target));
    Path temporary = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    boolean posix = Files.getFileStore(parent(target)).supportsFileAttributeView("posix");
    try {
      try (FileChannel out =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        if (posix) {
          Files.setPosixFilePermissions(temporary, FOR_ITS_OWNER);
        }
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      if (posix && Files.exists(target)) {
        giveRights(target, temporary);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    if (posix) {
      try (FileChannel folder = FileChannel.open(parent(target), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  /** The file itself, where a link leads to it. */
  private static Path target(Path file) throws IOException {
    if (!Files.isSymbolicLink(file)) {
      return file;
    }
    try {
      return file.toRealPath();
    } catch (NoSuchFileException e) {
      return parent(file).resolve(Files.readSymbolicLink(file)); // it will be made
    }
  }

  /** Group, permissions and owner; who may not give files away stays their owner. */
  private static void giveRights(Path from, Path to) throws IOException {
    PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributes now = Files.readAttributes(to, PosixFileAttributes.class);
    if (!wanted.group().equals(now.group())) {
      tryToSet(to, "posix:group", wanted.group());
    }
    Files.setPosixFilePermissions(to, wanted.permissions());
    if (!wanted.owner().equals(now.owner())) {
      tryToSet(to, "posix:owner", wanted.owner());
    }
  }

  private static void tryToSet(Path file, String attribute, Object value) {
    try {
      Files.setAttribute(file, attribute, value);
    } catch (IOException e) {
      LOG.debug(() -> "the configuration gets another " + attribute + ": " + e);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a file has a folder");
    }
    return parent;
  }
}
