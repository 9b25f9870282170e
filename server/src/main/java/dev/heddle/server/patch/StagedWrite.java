package dev.heddle.server.patch;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One write of a patch on its way: staged beside its file, then committed by one rename, then
 * finished or undone.
 *
 * <p><b>Files:</b> {@code .NAME.heddle-ID} holds the new content until the commit, or the removed
 * file until the whole patch is done. A crash may leave one behind; it never holds half a file
 * under the file's own name.
 *
 * <p><b>Thread-safety:</b> one thread.
 */
final class StagedWrite implements AutoCloseable {
  /** Chars of a file's name that the name beside it may begin with. */
  private static final int MOST_OF_NAME = 40;

  private final FileWrite write;
  private final Folder folder;
  private final String name;
  private final String beside;
  private final long maxFileBytes;
  private boolean besideExists;
  private boolean committed;

  StagedWrite(FileWrite write, Folder folder, long maxFileBytes) {
    this.write = write;
    this.folder = folder;
    this.name = String.valueOf(write.location().real().getFileName());
    this.beside = beside(name);
    this.maxFileBytes = maxFileBytes;
  }

  private static String beside(String name) {
    // File systems take names of 255 bytes; what is cut off here only helps people.
    int end = Math.min(name.length(), MOST_OF_NAME);
    String start =
        name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end);
    return "." + start + ".heddle-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Puts the new content beside the file. */
  void stage() throws IOException, PatchException {
    requireUnchanged();
    Path real = write.location().real();
    if (write.before() != null && !write.link() && !Files.isWritable(real)) {
      throw new FileSystemException(null, null, "it is write-protected");
    }
    if (write.after() != null) {
      besideExists = true;
      folder.create(beside, write.after());
    }
  }

  /** Makes the file what it shall be. */
  void commit() throws IOException, PatchException {
    requireUnchanged();
    if (write.after() != null) {
      folder.rename(beside, name);
      besideExists = false;
    } else {
      folder.rename(name, beside);
      besideExists = true;
    }
    committed = true;
  }

  /** Makes the file what it was, if it was changed and nobody has changed it since. */
  void undo() throws IOException, PatchException {
    if (!committed) {
      return;
    }
    committed = false;
    FileContent after = write.after();
    if (!same(folder.read(name, maxFileBytes), after)) {
      throw changed();
    }
    if (after == null) {
      folder.rename(beside, name);
      besideExists = false;
    } else if (write.before() == null) {
      folder.remove(name);
    } else {
      besideExists = true;
      folder.create(beside, write.before());
      folder.rename(beside, name);
      besideExists = false;
    }
  }

  /** Takes away what is beside the file, after the end of the patch or before its beginning. */
  @Override
  public void close() throws IOException {
    try {
      if (besideExists) {
        folder.remove(beside);
      }
    } catch (NoSuchFileException e) {
      // It could not even be made.
    } finally {
      folder.close();
    }
  }

  FileWrite write() {
    return write;
  }

  /** The name beside the file. */
  String beside() {
    return beside;
  }

  private void requireUnchanged() throws IOException, PatchException {
    boolean unchanged =
        write.link() ? folder.isLink(name) : same(folder.read(name, maxFileBytes), write.before());
    if (!unchanged) {
      throw changed();
    }
  }

  private PatchException changed() {
    return new PatchException(
        PatchException.Kind.CHANGED,
        "`" + write.location().shown() + "` was changed by somebody else meanwhile; read it again");
  }

  private static boolean same(@Nullable FileContent one, @Nullable FileContent other) {
    return one == null || other == null ? one == other : one.sameBytes(other);
  }
}
