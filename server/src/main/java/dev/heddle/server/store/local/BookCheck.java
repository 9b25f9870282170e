package dev.heddle.server.store.local;

import dev.heddle.server.store.format.DamagedFormatException;
import dev.heddle.server.store.local.JournalCheck.Finding;
import dev.heddle.server.store.local.JournalCheck.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A look at a book of a home: whether a server could read it.
 *
 * <p>A damaged file is set aside by a repair, whole, so that the book begins anew; nothing in it is
 * guessed at. What a server is changing at the time is left alone.
 *
 * <p><b>Thread-safety:</b> for one thread.
 *
 * <p><b>Files:</b> as {@link BookFile} says, under the lock of who changes it.
 */
final class BookCheck {
  private final BookFile<?> file;
  private final WholeFiles whole;
  private final Path copies;

  /**
   * @param copies where damaged files go
   */
  BookCheck(BookFile<?> file, CodexHome home, Path copies) {
    this.file = file;
    this.whole = new WholeFiles(home, new DiskLogIo());
    this.copies = copies;
  }

  /** What is wrong; null when there is no book, or a sound one. */
  @Nullable Finding run(boolean repair) throws IOException {
    Finding found = look();
    if (!repair || found == null || found.problem() != file.damage()) {
      return found;
    }
    try (Flock.@Nullable Held alone = Flock.tryLock(file.lock(), false)) {
      if (alone == null) {
        return found; // a server is changing it
      }
      Finding now = look();
      if (now == null || now.problem() != file.damage()) {
        return now; // it has changed it
      }
      Path copy = copies.resolve(String.valueOf(file.path().getFileName()));
      whole.move(file.path(), copy);
      return now.repaired(copy);
    }
  }

  private @Nullable Finding look() {
    try {
      var unused = file.format().decode().of(Files.readAllBytes(file.path()));
      return null;
    } catch (NoSuchFileException e) {
      return null;
    } catch (DamagedFormatException e) {
      return finding(file.damage(), e);
    } catch (IOException e) {
      return finding(Problem.UNREADABLE_FILE, e);
    }
  }

  private Finding finding(Problem problem, Exception why) {
    return new Finding(problem, file.path(), 0, 0, 0, String.valueOf(why.getMessage()), null);
  }
}
