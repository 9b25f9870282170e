package dev.heddle.server.store.local;

import dev.heddle.server.store.local.JournalCheck.Finding;
import dev.heddle.server.store.local.JournalCheck.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A look at the sections of a home: whether a server could read them.
 *
 * <p>A damaged file is set aside by a repair, whole, so that sections begin anew; nothing in it is
 * guessed at. What a server is changing at the time is left alone.
 *
 * <p><b>Thread-safety:</b> for one thread.
 *
 * <p><b>Files:</b> {@code heddle/sections.json}, under the lock of who changes it.
 */
final class SectionsCheck {
  private final CodexHome home;
  private final WholeFiles whole;
  private final Path copies;

  /**
   * @param copies where damaged files go
   */
  SectionsCheck(CodexHome home, Path copies) {
    this.home = home;
    this.whole = new WholeFiles(home, new DiskLogIo());
    this.copies = copies;
  }

  /** What is wrong; null when there are no sections, or sound ones. */
  @Nullable Finding run(boolean repair) throws IOException {
    Finding found = look();
    if (!repair || found == null || found.problem() != Problem.DAMAGED_SECTIONS) {
      return found;
    }
    try (Flock.@Nullable Held alone = Flock.tryLock(home.sectionsLock(), false)) {
      if (alone == null) {
        return found; // a server is changing it
      }
      Finding now = look();
      if (now == null || now.problem() != Problem.DAMAGED_SECTIONS) {
        return now; // it has changed it
      }
      Path copy = copies.resolve(String.valueOf(home.sectionsFile().getFileName()));
      whole.move(home.sectionsFile(), copy);
      return now.repaired(copy);
    }
  }

  private @Nullable Finding look() {
    try {
      SectionsFormat.decode(Files.readAllBytes(home.sectionsFile()));
      return null;
    } catch (NoSuchFileException e) {
      return null;
    } catch (SectionsFormat.DamageException e) {
      return finding(Problem.DAMAGED_SECTIONS, e);
    } catch (IOException e) {
      return finding(Problem.UNREADABLE_FILE, e);
    }
  }

  private Finding finding(Problem problem, Exception why) {
    return new Finding(
        problem, home.sectionsFile(), 0, 0, 0, String.valueOf(why.getMessage()), null);
  }
}
