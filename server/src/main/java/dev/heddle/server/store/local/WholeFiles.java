package dev.heddle.server.store.local;

import dev.heddle.server.log.Log;
import dev.heddle.server.store.Uuid7;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that appear under their name only when they are whole: written beside, forced, renamed, and
 * the directory forced.
 *
 * <p><b>Thread-safety:</b> thread-safe for different targets; whoever writes a thread's file holds
 * the thread's writer lock. {@link #writeShared} is for files that have no such owner.
 *
 * <p><b>Files:</b> a crash leaves the old content or the new, and perhaps a temporary file, which
 * {@link #sweep} removes some time later.
 */
final class WholeFiles {
  private static final Log LOG = Log.of(WholeFiles.class);
  private static final String SUFFIX = ".tmp";
  private static final String SHARED = "shared-";
  private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

  private final CodexHome home;
  private final LogIo io;

  WholeFiles(CodexHome home, LogIo io) {
    this.home = home;
    this.io = io;
  }

  /** What goes into a file. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes the file, in place of one of that name. */
  void write(Path path, Content content) throws IOException {
    write(path, temporary(path, path.getFileName() + SUFFIX), content);
  }

  /** The same for a file that others may write at the same time, with the same contents. */
  void writeShared(Path path, Content content) throws IOException {
    write(path, temporary(path, SHARED + Uuid7.next() + SUFFIX), content);
  }

  private void write(Path path, Path temporary, Content content) throws IOException {
    try {
      io.delete(temporary);
      try (LogFile file = io.open(temporary)) {
        content.writeTo(new FileOutput(file));
        file.force();
      }
      rename(temporary, path);
    } catch (IOException | RuntimeException e) {
      try {
        io.delete(temporary);
      } catch (IOException cleaning) {
        e.addSuppressed(cleaning);
      }
      throw e;
    }
  }

  /** Gives a whole file another name, durably. */
  void rename(Path from, Path to) throws IOException {
    createParent(to);
    io.rename(from, to);
    io.forceDirectory(CodexHome.parent(to));
  }

  /** The same as {@link #rename} from a directory whose entry has to go durably, too. */
  void move(Path from, Path to) throws IOException {
    rename(from, to);
    io.forceDirectory(CodexHome.parent(from));
  }

  /**
   * The same as {@link #move} to where a copy of the file may be already, one of which begins with
   * all that the other has: the longer one stays.
   */
  void join(Path from, Path to) throws IOException {
    if (!Files.exists(to) || Files.size(to) <= Files.size(from)) {
      move(from, to);
      return;
    }
    try (LogFile longer = io.open(to)) {
      longer.force();
    }
    io.forceDirectory(CodexHome.parent(to));
    delete(from);
  }

  /** Creates the directory the file is in, where missing, durably. */
  private void createParent(Path file) throws IOException {
    List<Path> grown = new ArrayList<>();
    for (Path at = CodexHome.parent(file); !Files.exists(at); at = CodexHome.parent(at)) {
      grown.add(CodexHome.parent(at));
    }
    CodexHome.createParent(file);
    for (Path directory : grown) {
      io.forceDirectory(directory);
    }
  }

  /** Removes a file, durably. */
  void delete(Path path) throws IOException {
    io.delete(path);
    io.forceDirectory(CodexHome.parent(path));
  }

  /**
   * Removes what crashes have left. Nothing takes as long to write as what is swept is old, so no
   * lock is needed, which would refuse the thread to somebody else meanwhile.
   */
  void sweep(Instant now) {
    if (!Files.isDirectory(home.temporary())) {
      return;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(home.temporary(), "{rollout,shared}-*" + SUFFIX)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(ABANDONED_AFTER))) {
          io.delete(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.info("what crashes have left could not be removed: " + e.getMessage());
    }
  }

  /** In one place, where it can be found again without a walk through all threads. */
  private Path temporary(Path path, String name) throws IOException {
    createParent(path);
    CodexHome.createDirectories(home.temporary());
    boolean renames =
        Files.getFileStore(home.temporary()).equals(Files.getFileStore(CodexHome.parent(path)));
    return renames ? home.temporary().resolve(name) : path.resolveSibling(name);
  }

  /** A stream into a file, from its beginning. */
  private static final class FileOutput extends OutputStream {
    private final LogFile file;
    private long offset;

    FileOutput(LogFile file) {
      this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      file.write(ByteBuffer.wrap(bytes, from, length), offset);
      offset += length;
    }
  }
}
